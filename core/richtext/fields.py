"""What HTML may be stored in a rich text, and cleaning it on every way in.

A text is kept in one canonical form, so that saving an unchanged text changes nothing:

* top level: ``h2 h3 p ul ol blockquote table figure``, nothing else and nothing between them;
* lists hold ``li``, tables ``thead``/``tbody`` > ``tr`` > ``th``/``td``; quotations, list items
  and cells hold paragraphs (list items also lists, at most three levels); ``ol[start]``;
* in a paragraph or heading: text, ``br``, ``a[href]``, ``span[lang]``, ``strong em sub sup``;
* a quotation: ``<blockquote data-speaker="…" data-role="…" data-translated-from="en">``;
* a picture: ``<figure data-image="12"></figure>``, the key of a row in the picture library.

``nh3`` parses the input the way a browser does and drops what is not on the list; the outline
(``core.richtext.outline``) then puts what remains into the canonical form.
"""

from functools import lru_cache
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField

from core.characters import without_invisible
from core.fields import CleanedField
from core.richtext.attributes import RENAMED
from core.richtext.links import LINK_SCHEMES
from core.richtext.outline import arrange
from core.richtext.widgets import RichTextWidget

# The one allow-list: tag -> the attributes it may carry.
ALLOWED: dict[str, set[str]] = {
    "h2": set(),
    "h3": set(),
    "p": set(),
    "br": set(),
    "ul": set(),
    "ol": {"start"},
    "li": set(),
    "a": {"href"},
    "strong": set(),
    "em": set(),
    "sub": set(),
    "sup": set(),
    "span": {"lang"},
    "blockquote": {"data-speaker", "data-role", "data-translated-from"},
    "table": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "figure": {"data-image"},
}

# Their text is code, was struck out or belongs to another document: never part of a text.
_DROPPED_WITH_CONTENT = {
    *("script", "style", "template", "iframe", "object", "noscript", "noembed", "noframes"),
    *("svg", "math", "title", "textarea", "select", "xmp", "plaintext", "audio", "video"),
    *("del", "s", "strike"),
}

_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED) | set(RENAMED),
    attributes={tag: names for tag, names in ALLOWED.items() if names},
    clean_content_tags=_DROPPED_WITH_CONTENT,
    link_rel=None,
    url_schemes=LINK_SCHEMES,
)

# What the editor offers: the same list, in the editor's own names.
EXTENSIONS: dict[str, Any] = {
    # Buttons only: the editor's drop-down list cannot be reached with the keyboard.
    "Menu": {
        "groups": [
            {"group": "blockType -lists"},
            {"group": "lists"},
            {"group": "marks"},
            {"group": "link"},
            {"group": "insert"},
            {"group": "table"},
            {"group": "history"},
        ]
    },
    "Toolbar": True,
    "NoSpellCheck": False,
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Link": {"enableTarget": False, "protocols": sorted(LINK_SCHEMES)},
    "Language": True,
    "Quotation": True,
    "LibraryFigure": True,
    "Paste": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}

# The longest text of the first content has 2,500 characters. A browser's way of parsing takes
# time that grows with the square of the nesting: 200,000 hostile characters take 3 seconds.
MAX_LENGTH = 200_000


# A save asks for the same few texts some twenty times, most of them in its transaction.
@lru_cache(maxsize=16)
def clean(html: str | None) -> str:
    """Return ``html`` in the canonical form; idempotent, never fails, '' for an empty text."""
    if not html:
        return ""
    # Once more after the parser, which reads what was written as a reference: "&#2;".
    return arrange(without_invisible(_CLEANER.clean(without_invisible(html))))


class RichTextFormField(ProseEditorFormField):
    """Form field of a rich text; what the editor merely spells otherwise is no change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The admin asks for its own text area here, whatever the field is.
        super().__init__(*args, **{**kwargs, "widget": RichTextWidget})

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if len(value) > MAX_LENGTH:
            raise ValidationError(
                _("This text is longer than %(limit)s characters."),
                code="max_length",
                params={"limit": number_format(MAX_LENGTH, force_grouping=True)},
            )
        return clean(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and clean(initial) != clean(data)


class RichTextField(CleanedField, ProseEditorField):
    """A text of the allowed HTML, cleaned on every way into the database.

    Expressions pass as they are: the database computes them; pages are safe all the same, because
    rendering cleans again. Migrations see a plain ``TextField``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", EXTENSIONS)
        kwargs.setdefault("sanitize", clean)
        super().__init__(*args, **kwargs)

    def cleaned(self, value: Any) -> Any:
        """Return the text as it is stored; so `<p></p>` in a required field counts as missing."""
        return clean(value) if isinstance(value, str) else value

    def deconstruct(self) -> Any:
        return ProseEditorField.deconstruct(self)

    def formfield(self, **kwargs: Any) -> Any:
        # Not super(): the parent puts its own form class after ours.
        options = {"config": self.config, "preset": self.preset, "form_class": RichTextFormField}
        return Field.formfield(self, **{**options, **kwargs})
