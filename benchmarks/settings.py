"""The site's settings with the bare view before the whole site."""

from c40china.settings import *  # noqa: F403
from c40china.settings import MIDDLEWARE

MIDDLEWARE = ["benchmarks.bare.middleware", *MIDDLEWARE]
