"""The four roles of the desk, and what each permission of the desk lets a person do.

The permissions are the desk's own and hold for every kind of content, so that a new kind has its
roles from the first day. Migrations turn ``ROLES`` into groups.
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

REVIEWING = (VIEW, WRITE, SUBMIT, RETURN, PUBLISH, SCHEDULE, WITHDRAW, DELETE)
ROLES: dict[str, tuple[str, ...]] = {
    gettext_noop("Editor"): (VIEW, WRITE, SUBMIT),
    gettext_noop("Translator"): (VIEW, TRANSLATE),
    gettext_noop("Reviewer"): REVIEWING,
    gettext_noop("Administrator"): REVIEWING,
}


def may(user: Any, permission: str) -> bool:
    """Whether a person has a permission of the desk."""
    return user.has_perm(f"editing.{permission}")


def only_language(user: Any) -> str | None:
    """Return the language whose texts alone the person may change; None for any, "" for none."""
    if may(user, WRITE):
        return None
    return user.translates if may(user, TRANSLATE) else ""


def make_groups(apps: Any, permissions: dict[str, list[Any]]) -> None:
    """Make the groups of the roles where they are missing, and add permissions to them.

    ``permissions`` gives the rows of ``auth.Permission`` by role. For migrations, which hand over
    their own ``apps``.
    """
    group_model = apps.get_model("auth", "Group")
    for role, rows in permissions.items():
        group_model.objects.get_or_create(name=role)[0].permissions.add(*rows)
