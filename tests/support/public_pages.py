"""The public pages: one of each kind, below the address of a language."""

TAGS = {"en": "en", "zh-hans": "zh-Hans"}
ARTICLE = "news/2021/china-special-envoy-c40/"
PAGES = [
    "",
    "about/",
    "cities/",
    "cities/fuzhou/",
    "cities/hong-kong/",
    "programmes/",
    "programmes/cap/",
    "programmes/cbp/",
    "news/",
    ARTICLE,
    f"{ARTICLE}bilingual/",
    "privacy/",
    "accessibility/",
]
