"""Uploaded pictures: checks, re-encoding, and the sized copies for pages."""

from core.images.checks import MAX_BYTES, encode_anew
from core.images.copies import COPIES, jpeg_copy, make_copies, sources
from core.images.fields import PictureField, PictureFormField

__all__ = [
    "COPIES",
    "MAX_BYTES",
    "PictureField",
    "PictureFormField",
    "encode_anew",
    "jpeg_copy",
    "make_copies",
    "sources",
]
