"""The file of a backup: a tar with a list of checksums at its end, encrypted with age if asked."""

import hashlib
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage
from django.core.management.base import CommandError

LIST = "manifest.json"
AGE = b"age-encryption.org/"
CHUNK = 1024 * 1024
# Size in bytes and SHA-256 of a file.
Sums = dict[str, tuple[int, str]]


class Hashed:
    """A file that is read, or written, and hashed meanwhile."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sha256, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        data = self.file.read(size)
        self.sha256.update(data)
        self.size += len(data)
        return data

    @property
    def sums(self) -> tuple[int, str]:
        """Size and checksum of what has been read."""
        return self.size, self.sha256.hexdigest()


@contextmanager
def created(path: Path, recipient: str) -> Iterator[IO[bytes]]:
    """Open a new file for this user alone, which has its name once it is whole and on the disk.

    With a recipient, the public key of somebody (``age1…``), it is encrypted on its way.
    """
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            if recipient:
                keys = [pyrage.x25519.Recipient.from_str(recipient)]
                with _piped(lambda source: pyrage.encrypt_io(source, file, keys)) as into:
                    yield into
            else:
                yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except pyrage.RecipientError as fault:
        raise CommandError(f"That is no public key of age: {fault}.") from None
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _piped(work: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Give a file to write to, which ``work`` reads in a thread."""
    source, into = os.pipe()
    faults: list[BaseException] = []

    def run() -> None:
        with open(source, "rb") as file:
            try:
                work(file)
            except BaseException as fault:
                faults.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with open(into, "wb") as file:
            yield file
    finally:
        thread.join()
    if faults:
        raise faults[0]


def pack(tar: tarfile.TarFile, name: str, path: Path, sums: Sums) -> None:
    """Add a file as it is now; one that has been deleted meanwhile is left out."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        info = tarfile.TarInfo(name)
        found = os.fstat(file.fileno())
        info.size, info.mtime = found.st_size, int(found.st_mtime)
        hashed: Any = Hashed(file)
        tar.addfile(info, hashed)
        sums[name] = hashed.sums


def pack_list(tar: tarfile.TarFile, content: dict[str, Any], folder: Path, sums: Sums) -> None:
    """Add the list of all files and what else is said of the backup, as the last file."""
    written = folder / LIST
    written.write_text(json.dumps(content | {"files": sums}, indent=1, ensure_ascii=False))
    pack(tar, LIST, written, {})


def read(
    path: Path, identity: str, target: Path | None = None, *, uploads: bool = True
) -> dict[str, Any]:
    """Return what a backup says of itself, after each file was compared with its checksum.

    With a target, an empty directory, the files are written there too, the uploads only if asked.
    ``identity`` is a file with the secret key of age. Raises CommandError with a sentence.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(AGE)) != AGE:
                file.seek(0)
                return _read_tar(file, target, uploads)
            file.seek(0)
            return _decrypted(file, identity, target, uploads)
    except OSError as fault:
        raise CommandError(f"The backup cannot be read: {fault.strerror or fault}.") from None


def _decrypted(
    file: IO[bytes], identity: str, target: Path | None, uploads: bool
) -> dict[str, Any]:
    if not identity:
        raise CommandError("The backup is encrypted: --identity names the file with its key.")
    lines = Path(identity).read_text().split()
    try:
        keys = [pyrage.x25519.Identity.from_str(each) for each in lines if each.startswith("AGE-")]
    except pyrage.IdentityError as fault:
        raise CommandError(f"That file holds no key of age: {fault}.") from None
    found: dict[str, Any] = {}
    faults: list[CommandError] = []

    def take(source: IO[bytes]) -> None:
        try:
            found.update(_read_tar(source, target, uploads))
        except CommandError as fault:
            faults.append(fault)
        # What is left must be taken too, or decryption would wait for ever.
        while source.read(CHUNK):
            pass

    try:
        with _piped(take) as into:
            pyrage.decrypt_io(file, into, keys)
    except pyrage.DecryptError:
        raise CommandError(
            "This is not the key of the backup. Without its key nobody can ever read it."
        ) from None
    except OSError:
        raise CommandError("The backup is damaged: it cannot be decrypted.") from None
    if faults:
        raise faults[0]
    return found


def _read_tar(file: IO[bytes], target: Path | None, uploads: bool) -> dict[str, Any]:
    sums: Sums = {}
    content: dict[str, Any] = {}
    try:
        with tarfile.open(fileobj=file, mode="r|") as tar:
            for info in tar:
                source: Any = tar.extractfile(info)
                if source is None or content or not _is_ours(info.name):
                    raise CommandError(
                        f"The backup holds {info.name!r}, which is none of its files."
                    )
                hashed = Hashed(source)
                if info.name == LIST:
                    content = json.loads(hashed.read())
                else:
                    is_written = uploads or not info.name.startswith("media/")
                    _take(hashed, target / info.name if target and is_written else None)
                    sums[info.name] = hashed.sums
    except (tarfile.TarError, ValueError, EOFError) as fault:
        raise CommandError(f"The backup is damaged: {fault}.") from None
    if not content:
        raise CommandError("The backup is damaged: its end is missing.")
    listed = {name: tuple(each) for name, each in content["files"].items()}
    if wrong := sorted(listed.items() ^ sums.items()):
        raise CommandError(f"The backup is damaged: {wrong[0][0]} is not what was written.")
    return content


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return (
        not name.startswith("/") and ".." not in parts and (len(parts) == 1 or parts[0] == "media")
    )


def _take(hashed: Hashed, target: Path | None) -> None:
    """Read a file to its end, into a new one if a target is given."""
    if target is None:
        while hashed.read(CHUNK):
            pass
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        while data := hashed.read(CHUNK):
            file.write(data)
        file.flush()
        os.fsync(file.fileno())


def described(content: dict[str, Any]) -> str:
    """Return in a sentence what a backup holds."""
    files = content["files"]
    size = sum(each[0] for each in files.values()) / 1e6
    uploads = sum(name.startswith("media/") for name in files)
    key = "with" if "secret_key" in files else "without"
    return (
        f"Whole: made {content['made']}, {content['database']}, {uploads} uploads, {size:.1f} MB, "
        f"{key} the secret key of the site."
    )
