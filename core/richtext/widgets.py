"""The editor of a rich text in the admin."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media

from core.i18n import LANGUAGE_INFO, localized

# Our own extensions; each module exports them by the names of EXTENSIONS in core.richtext.fields.
MODULES = (
    *("editor/toolbar.js", "editor/quotation.js", "editor/figure.js", "editor/language.js"),
    "editor/paste.js",
)
SHARED = ("dialog", "left-out", "pictures", "addresses", "paste-html", "paste-lists", "paste-marks")

_MEDIA = Media(
    css={"all": ["editor/editor.css"]},
    # What they share is found by name: the address of a static file holds its fingerprint.
    importmap=ImportMap({f"editor/{each}": f"editor/{each}.js" for each in SHARED}),
)


def _words_of_pictures() -> list[dict[str, str]]:
    """Return the fields for the alternative text of a picture, each in its language."""
    fields = []
    for code in LANGUAGE_INFO:
        with translation.override(code):
            label = capfirst(gettext("alternative text"))
            name = localized("alt", code)
            fields.append({"name": name, "tag": LANGUAGE_INFO[code].tag, "label": label})
    return fields


class RichTextWidget(AdminProseEditorWidget):
    """The editor with quotations, pictures of the library and the languages of the site."""

    @property
    def media(self) -> Media:
        return super().media + _MEDIA

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        languages = [
            {"tag": LANGUAGE_INFO[code].tag, "name": LANGUAGE_INFO[code].name}
            for code, _ in settings.LANGUAGES
        ]
        return config | {
            "js_modules": [static(path) for path in MODULES],
            "extensions": config["extensions"]
            | {
                "Language": {"languages": languages},
                "Link": config["extensions"]["Link"] | {"pagesUrl": reverse("admin:links")},
                "Quotation": {"languages": languages},
                "Paste": {"languages": languages},
                "LibraryFigure": {
                    "url": reverse("admin:library_image_choices"),
                    "addUrl": reverse("admin:library_image_add"),
                    "words": _words_of_pictures(),
                },
            },
        }
