"""The editor of a rich text in the admin."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media

from core.i18n import LANGUAGE_INFO

# Our own extensions; each module exports them by the names of EXTENSIONS in core.richtext.fields.
MODULES = (
    *("editor/toolbar.js", "editor/quotation.js", "editor/figure.js", "editor/language.js"),
    "editor/paste.js",
)
# What they share is found by name: the address of a static file holds its fingerprint.
_SHARED = ("dialog", "addresses", "paste-html", "paste-lists", "paste-marks")

_MEDIA = Media(
    css={"all": ["editor/editor.css"]},
    importmap=ImportMap({f"editor/{name}": f"editor/{name}.js" for name in _SHARED}),
)


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
                },
            },
        }
