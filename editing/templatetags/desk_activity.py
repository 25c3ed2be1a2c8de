"""Names of people and kinds, as the activity shows them."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from editing.queries.activity import kind_name, person_name

register = template.Library()
register.filter("person_name", person_name)
register.filter("kind_name", kind_name)


@register.simple_tag(takes_context=True)
def who(context: Any, user: Any) -> str:
    """Return how the desk names a person to the one who reads."""
    return _("You") if user and user == context["request"].user else person_name(user)
