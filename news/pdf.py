"""An article as a document, and the file of it that readers are offered."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from cities.models import City
from core.caching.parts import kept
from core.drawings.horizon import size_for_ratio
from core.i18n import Translation
from core.pdf import files
from core.pdf.document import Document, PdfPicture
from core.share_images import FORMS
from core.typography import long_date
from library.models import Image
from news.cards import drawing_of
from news.models import Article

BANNER_RATIO = "85:24"


def document(text: Translation) -> Document:
    """Return an article as a document in one of its languages."""
    article, language = text.original, text.language
    images = Image.objects.for_html(text.body)
    with translation.override(language):
        return Document(
            language=language,
            url=settings.PUBLIC_URL + article.get_absolute_url(),
            site_name=gettext("C40 China"),
            kicker=article.get_kind_display(),
            title=text.title,
            standfirst=text.standfirst,
            date=article.date,
            date_words=long_date(article.date),
            facts_title=gettext("Key facts"),
            facts=tuple((fact.label, fact.value) for fact in article.facts_in(language)),
            body=text.body,
            banner=_banner(article, language),
            origin=article.origin_in(language),
            origin_url=article.first_address,
            pictures=tuple((key, _photo(image, language)) for key, image in images.items()),
        )


def _banner(article: Article, language: str) -> PdfPicture | None:
    """The picture of the article, else its cities, else its programme, as on its page."""
    if article.image:
        return _photo(article.image, language)
    drawing = drawing_of(article)
    if drawing is None:
        return None
    svg = FORMS[drawing.form](drawing.positions, *size_for_ratio(BANNER_RATIO))
    caption = ""
    if article.places:
        caption = render_to_string("includes/horizon_words.html", {"places": article.places})
    return PdfPicture("banner.svg", svg=svg, caption=" ".join(caption.split()), decorative=True)


def _photo(image: Image, language: str) -> PdfPicture:
    words = Translation(image, language)
    return PdfPicture(
        f"image-{image.pk}",
        name=image.file.name,
        width=image.width,
        height=image.height,
        focus=image.focus_point,
        alt=words.alt,
        caption=words.caption,
        credit=words.credit,
        decorative=image.decorative,
    )


@dataclass(frozen=True)
class Download:
    """The PDF of an article in one language: an upload, else one made from its text."""

    text: Translation

    @property
    def url(self) -> str:
        """The address of the file."""
        article = self.text.original
        with translation.override(self.text.language):
            return reverse("news:pdf", args=[article.date.year, article.slug])

    @property
    def size(self) -> int | None:
        """Size of an upload in bytes, None for a generated or missing file."""
        try:
            return self.text.pdf.size if self.text.pdf else None
        except OSError:
            return None

    def ensure(self) -> str:
        """Return the file's name in the storage. Raises PdfBusyError and PdfError."""
        if self.text.pdf:
            return self.text.pdf.name
        key = ("PDF", self.text.original.pk, self.text.language)
        name = kept(key, lambda: document(self.text).storage_name)
        return name if default_storage.exists(name) else files.ensure(document(self.text))


def documents() -> Iterator[Document]:
    """Yield every published article without an upload, in each of its languages."""
    places = Prefetch("cities", City.objects.published().order_by("longitude"), "places")
    articles = Article.objects.published().for_cards().prefetch_related(places, "key_facts")
    for article in articles.iterator(chunk_size=50):
        texts = [Translation(article, language) for language in article.languages]
        yield from (document(text) for text in texts if not text.pdf)
