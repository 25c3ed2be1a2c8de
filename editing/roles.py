"""The roles of the desk and their permissions.

The permissions are the desk's own and hold for every kind of content, so that a new kind has its
roles from the first day. A role is a group; migrations make it and give it its permissions.
"""

from typing import Any

from django.utils.translation import gettext_noop

VIEW = "view_content"
WRITE = "write_content"
TRANSLATE = "translate_content"
SUBMIT = "submit_content"
RETURN = "return_content"
PUBLISH = "publish_content"
SCHEDULE = "schedule_content"
WITHDRAW = "withdraw_content"
DELETE = "delete_content"

# The names of the groups, to be translated.
ROLES = (
    gettext_noop("Editor"),
    gettext_noop("Translator"),
    gettext_noop("Reviewer"),
    gettext_noop("Administrator"),
)


def may(user: Any, permission: str) -> bool:
    """Whether a person has a permission of the desk."""
    return user.has_perm(f"editing.{permission}")


def only_language(user: Any) -> str | None:
    """Return the language whose texts alone the person may change; None for any, "" for none."""
    if may(user, WRITE):
        return None
    return user.translates if may(user, TRANSLATE) else ""
