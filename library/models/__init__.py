"""What several kinds of content use: pictures, sources, terms."""

from library.models.images import Image
from library.models.sources import SourcePage
from library.models.terms import GlossaryTerm

__all__ = ["GlossaryTerm", "Image", "SourcePage"]
