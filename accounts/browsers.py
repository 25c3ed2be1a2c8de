"""Which browser and system somebody has logged in with, in plain words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

# What a browser says of itself, and its name: first those that also name the ones below.
BROWSERS: dict[str, Any] = {
    "MicroMessenger/": pgettext_lazy("a browser", "WeChat"),
    "QQBrowser/": gettext_lazy("QQ Browser"),
    "HuaweiBrowser/": gettext_lazy("Huawei Browser"),
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "OpenHarmony": "HarmonyOS",
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """Return such as "Chrome on Windows"; what is not known, as the browser says it."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    if not browser or not system:
        return user_agent
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
