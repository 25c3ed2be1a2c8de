"""An article as a document, and the file of it that readers are offered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from core import pdf
from core.drawing_files import horizon_file, pathway_file, skylines_file
from core.horizon import frame, picture
from core.i18n import Translation
from core.pathway import pathway
from core.pdf_document import Document, Picture
from core.skyline import skylines
from core.templatetags.typography import long_date
from library.models import Image
from news.models import Article
from programmes.models import PilotCity, Programme

BANNER_RATIO = "85:24"


def document(
    article: Article, language: str, images: Mapping[int, Image] | None = None
) -> Document:
    """Return an article, loaded by ``for_cards()``, as a document in a language that it has.

    ``images`` are those of its text; without them they are read.
    """
    text = Translation(article, language)
    images = Image.objects.for_html(text.body) if images is None else images
    with translation.override(language):
        return Document(
            language=language,
            address=settings.PUBLIC_URL + article.get_absolute_url(),
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
            pictures=tuple((key, _photo(image, language)) for key, image in images.items()),
        )


def _banner(article: Article, language: str) -> Picture | None:
    """The picture of the article, else its cities, else its programme, as on its page."""
    if article.image:
        return _photo(article.image, language)
    places = list(article.places)
    if places:
        drawn = picture(((place.latitude, place.longitude) for place in places), BANNER_RATIO)
        caption = render_to_string("includes/horizon_words.html", {"places": places})
        return _drawing(horizon_file(drawn), " ".join(caption.split()))
    layout = article.layout  # type: ignore[attr-defined]
    if layout == Programme.Layout.PATHWAY:
        size = frame(BANNER_RATIO)
        return _drawing(pathway_file(pathway(*size), *size))
    if layout == Programme.Layout.SKYLINE:
        cities = PilotCity.objects.skyline_places()
        return _drawing(skylines_file(skylines((city.latitude, city.longitude) for city in cities)))
    return None


def _drawing(svg: str, caption: str = "") -> Picture:
    return Picture("banner.svg", svg=svg, caption=caption, decorative=True)


def _photo(image: Image, language: str) -> Picture:
    words = Translation(image, language)
    across, down = (float(share) for share in image.focus.split("x"))
    return Picture(
        f"image-{image.pk}",
        name=image.file.name,
        width=image.width,
        height=image.height,
        focus=(across, down),
        alt=words.alt,
        caption=words.caption,
        credit=words.credit,
        decorative=image.decorative,
    )


@dataclass(frozen=True)
class Download:
    """The file of an article in a language: its own upload, else what is set from its text."""

    article: Article
    language: str
    document: Document | None  # None where staff have uploaded a file

    @classmethod
    def of(cls, text: Translation, images: Mapping[int, Image] | None = None) -> "Download":
        """Return the download of an article as read in one language."""
        article, language = text.original, text.language
        uploaded = bool(text.pdf)
        return cls(article, language, None if uploaded else document(article, language, images))

    @property
    def text(self) -> Translation:
        """The article in the language of the file."""
        return Translation(self.article, self.language)

    @property
    def url(self) -> str:
        """The address of the file."""
        with translation.override(self.language):
            return reverse("news:pdf", args=[self.article.date.year, self.article.slug])

    @property
    def size(self) -> int | None:
        """Bytes of the file, None as long as it has not been set."""
        if self.document:
            return pdf.size(self.document)
        try:
            return self.text.pdf.size
        except OSError:
            return None

    @property
    def etag(self) -> str:
        """The file's validator: uploads and set files alike never change under one name."""
        name = self.document.storage_name if self.document else self.text.pdf.name
        return f'"{PurePath(name).stem}"'

    def ensure(self) -> str:
        """Return the file's name in the storage. Raises PdfBusyError and PdfError."""
        return pdf.ensure(self.document) if self.document else self.text.pdf.name


def downloads() -> Iterator[Download]:
    """Yield the download of every published article in each of its languages."""
    articles = Article.objects.published().for_cards().prefetch_related("key_facts")
    for article in articles.iterator(chunk_size=50):
        for language in article.languages:
            yield Download.of(Translation(article, language))


def warm(key: int) -> None:
    """Set the PDFs of the article with this key, if the public may see it, before readers ask."""
    article = Article.objects.published().for_cards().filter(pk=key).first()
    for language in article.languages if article else ():
        download = Download.of(Translation(article, language))
        if download.document:
            pdf.warm(download.document)
