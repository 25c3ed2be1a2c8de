"""Parts of a page that are kept while the content does not change."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils.safestring import SafeString

from core.caching.parts import kept

register = template.Library()


class PartNode(Node):
    """What stands between ``part`` and ``endpart``."""

    def __init__(
        self, nodelist: NodeList, name: str, keys: list[FilterExpression], apps: FilterExpression
    ) -> None:
        self.nodelist, self.name, self.keys, self.apps = nodelist, name, keys, apps

    def render(self, context: Any) -> SafeString:
        keys = tuple(key.resolve(context) for key in self.keys)
        apps = self.apps.resolve(context)
        return kept((self.name, *keys), lambda: self.nodelist.render(context), apps)


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """Keep the text of a block for its name, the values after it and the active language.

    ``{% part "card" article.pk %} … {% endpart %}``: within it, the page may depend on nothing but
    content and those values. ``{% part "menu" section apps="pages programmes" %}``: of the content,
    on nothing but that of these apps.
    """
    _tag, name, *keys = token.split_contents()
    apps = '""'
    if keys and keys[-1].startswith("apps="):
        apps = keys.pop().removeprefix("apps=")
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    compiled = [parser.compile_filter(key) for key in keys]
    return PartNode(nodelist, name.strip("\"'"), compiled, parser.compile_filter(apps))
