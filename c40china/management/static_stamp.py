"""Whether collected static files are up to date."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders


class StaticStamp:
    """A fingerprint of every static file's name, size and time, kept from one start to the next.

    ``collectstatic`` hashes and compresses every file anew at each run, which takes longer than
    everything else in a second start together.
    """

    def __init__(self) -> None:
        self.file = settings.VAR / "static.stamp"
        lines = []
        for finder in get_finders():
            for path, storage in finder.list([]):
                modified = storage.get_modified_time(path).timestamp()
                lines.append(f"{path} {storage.size(path)} {modified}")
        self.fingerprint = hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def is_current(self) -> bool:
        """Whether the last collection was made from the files as they are now."""
        collected = (settings.STATIC_ROOT / "staticfiles.json").is_file()
        return collected and self.file.is_file() and self.file.read_text() == self.fingerprint

    def renew(self) -> None:
        """Remember that a collection from these files has come to its end."""
        self.file.write_text(self.fingerprint)
