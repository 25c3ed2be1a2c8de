"""Loads the content folder in one transaction; changes by staff are kept."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import translation

from core.batches import batch
from seeding.files import ContentError, ContentFile, Fault, read_file, rows_of
from seeding.kinds import ContentKind, ItemError, state, write
from seeding.models import LoadedItem


@dataclass
class Report:
    """What a load did: how many items were created, updated, unchanged, and which were not written.

    An item is kept as staff left it; it is held if the caller said so.
    """

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)


def _paths(root: Path, kind: ContentKind) -> list[Path]:
    if kind.single or kind.is_table:
        return [path for path in [root / f"{kind.folder}.toml"] if path.exists()]
    return sorted((root / kind.folder).glob("*.toml"))


def _read_all(
    root: Path, kinds: tuple[ContentKind, ...]
) -> Iterator[tuple[ContentKind, ContentFile]]:
    """Yield every file with its kind, after all of them have been read."""
    if not root.is_dir():
        raise ContentError([Fault(str(root), "", "there is no such folder")])
    files, faults = [], []
    known = {path for kind in kinds for path in _paths(root, kind)}
    for path in sorted(set(root.rglob("*.toml")) - known):
        faults.append(Fault(str(path.relative_to(root)), "", "no kind of content has this place"))
    for kind in kinds:
        for path in _paths(root, kind):
            try:
                file = read_file(root, path)
                rows = rows_of(file, kind.folder) if kind.is_table else [file]
            except ContentError as error:
                faults += error.faults
                continue
            if not (kind.single or kind.is_table) and file.data.get("slug") != file.stem:
                faults.append(
                    Fault(file.path, "slug", f"must be {file.stem!r}, as the file's name")
                )
            files += [(kind, row) for row in rows]
    if faults:
        raise ContentError(faults)
    yield from files


def _existing(kind: ContentKind, file: ContentFile) -> models.Model | None:
    rows = kind.model._default_manager.all()
    return rows.first() if kind.single else rows.filter(slug=file.stem).first()


def _digest(kind: ContentKind, obj: models.Model, without: tuple[str, ...] = ()) -> str:
    values = state(obj, kind.parts, later=kind.later)
    left = {name: value for name, value in values.items() if name not in without}
    text = json.dumps(left, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _is_as_loaded(kind: ContentKind, obj: models.Model, loaded: LoadedItem) -> bool:
    return loaded.state_digest in (_digest(kind, obj), _digest(kind, obj, kind.filled))


def _write_or_not(
    kind: ContentKind, file: ContentFile, obj: models.Model | None, overwrite: bool
) -> str:
    """Return why the item needs no writing, or "" if it is to be written."""
    loaded = LoadedItem.objects.filter(path=file.path).first()
    touched = bool(obj) != bool(loaded) or (
        obj is not None and loaded is not None and not _is_as_loaded(kind, obj, loaded)
    )
    if touched and not overwrite:
        return "kept"
    is_same = not touched and loaded is not None and loaded.file_digest == file.digest
    return "unchanged" if is_same else ""


def _load_item(
    kind: ContentKind,
    file: ContentFile,
    report: Report,
    saved: Callable[[models.Model], Any],
    held: Callable[[models.Model], bool],
    overwrite: bool,
) -> None:
    obj = _existing(kind, file)
    reason = _write_or_not(kind, file, obj, overwrite)
    if obj is not None and not reason:
        if held(obj):
            report.held.append(file.path)
            return
        # Somebody may have saved it before it was locked.
        obj = _existing(kind, file)
        reason = _write_or_not(kind, file, obj, overwrite)
    if reason == "kept":
        report.kept.append(file.path)
        return
    if reason == "unchanged":
        report.counts["unchanged"] += 1
        return
    report.counts["updated" if obj else "created"] += 1
    target = kind.model(pk=obj.pk) if obj else kind.model()
    if obj:
        target._state.adding = False
    write(kind, target, file.data)
    # Read again: what the database holds is what later loads compare with.
    stored = kind.model._default_manager.get(pk=target.pk)
    LoadedItem.objects.update_or_create(
        path=file.path,
        defaults={"file_digest": file.digest, "state_digest": _digest(kind, stored)},
    )
    saved(stored)


def load(
    root: Path,
    kinds: tuple[ContentKind, ...],
    *,
    overwrite: bool = False,
    saved: Callable[[models.Model], Any] = lambda item: None,
    held: Callable[[models.Model], bool] = lambda item: False,
) -> Report:
    """Load the files of all kinds, in the order of ``kinds``, in one transaction.

    An item that staff have changed, deleted or made themselves under the same slug is kept as it
    is unless ``overwrite`` is set. ``held`` is called with each item that is about to be written:
    it locks the item, and says whether it must not be. ``saved`` is called with each item that was
    written. Raises ContentError, with every fault found; nothing is loaded then.
    """
    report, faults = Report(), []
    with translation.override("en"), transaction.atomic(), batch():
        for kind, file in _read_all(root, kinds):
            try:
                _load_item(kind, file, report, saved, held, overwrite)
            except ItemError as error:
                faults += error.at(file.path)
        if faults:
            raise ContentError(faults)
    return report
