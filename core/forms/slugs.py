"""Slugs made of titles, Chinese ones by their sound."""

import json
import re
from importlib import import_module
from importlib.resources import files

from django.db import models
from django.utils.text import slugify

_HAN = re.compile("[\u3400-\u9fff]")


def pinyin(text: str) -> str:
    """Return a text with a syllable in Latin letters for each Chinese character.

    >>> pinyin("重庆的C40行动")
    'chong qing de C40 xing dong'
    """
    library = import_module("pypinyin")
    # All phrases would take 40 MB as long as the process lives (see PYPINYIN_NO_PHRASES).
    phrases = json.loads(files(library).joinpath("phrases_dict.json").read_text())
    library.load_phrases_dict({key: each for key, each in phrases.items() if key in text})
    return " ".join(library.lazy_pinyin(text))


def slug_of(title: str, limit: int) -> str:
    """Return the slug of a title, at most so long and with no word cut; "" if none can be made.

    >>> slug_of("十条街道的树荫|与步行", 30)
    'shi-tiao-jie-dao-de-shu-yin-yu'
    """
    plain = title.replace("|", " ")
    slug = slugify(pinyin(plain) if _HAN.search(plain) else plain).strip("-_")
    return slug if len(slug) <= limit else slug[: limit + 1].rpartition("-")[0] or slug[:limit]


def free_slug(obj: models.Model, titles: list[str]) -> str:
    """Return a slug for an item of the first of its titles, which no other of its kind has."""
    limit = obj._meta.get_field("slug").max_length or 50  # type: ignore[union-attr]
    slug = next((each for title in titles if (each := slug_of(title, limit - 4))), "")
    others = type(obj)._default_manager.exclude(pk=obj.pk).filter(slug__startswith=slug)
    taken = set(others.values_list("slug", flat=True)) if slug else set()
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(each for each in numbered if each not in taken)
