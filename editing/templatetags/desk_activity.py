"""Names of people and kinds, as the activity shows them."""

from django import template

from editing.activity import kind_name, person_name

register = template.Library()
register.filter("person_name", person_name)
register.filter("kind_name", kind_name)
