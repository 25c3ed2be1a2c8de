"""What files have in common: their limits, the head that names the site, what was read of them."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from editing.exchange.codes import Line

# Of an uploaded file, of what is packed in it, and of what it holds.
MAX_BYTES = 5_000_000
MAX_UNPACKED = 20_000_000
MAX_UNITS = 2_000

_SIGNER = signing.Signer(salt="editing.exchange")


class FileRefused(Exception):
    """Raised with the sentence why a file cannot be read, or written."""


def document_type() -> str:
    """Return the sentence about a file that brings a document type, as bombs do."""
    return _("The file has a document type, which a file of translations never has.")


@dataclass
class ReceivedUnit:
    """A unit as a file has it."""

    id: str
    # Where it stands, as a person finds it: "row 7".
    place: str
    # None where the file does not have it.
    source: Line | None = None
    target: Line = field(default_factory=list)
    # Why it cannot be taken, if it cannot.
    fault: str = ""


@dataclass
class ReceivedFile:
    """What was read of a file."""

    units: list[ReceivedUnit]
    # The heads that name the site and the file.
    heads: list[str]


def head(file: str) -> str:
    """Return the head of a file: this site and the name of the file, signed."""
    return _SIGNER.sign(f"{settings.PUBLIC_URL} {file}")


def foreign_site(received: ReceivedFile) -> str:
    """Return the site that made a file, if it is another one; a head may have got lost."""
    for each in received.heads:
        try:
            _SIGNER.unsign(each.strip())
        except signing.BadSignature:
            return each.strip().split(" ")[0]
    return ""
