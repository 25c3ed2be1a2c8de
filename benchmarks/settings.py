"""The site's settings with the bare view: alone, or with BENCH_BESIDE before the whole site."""

import os

from c40china.settings import *  # noqa: F403
from c40china.settings import MIDDLEWARE

if os.environ.get("BENCH_BESIDE"):
    MIDDLEWARE = ["benchmarks.bare.beside", *MIDDLEWARE]
else:
    ROOT_URLCONF = "benchmarks.bare"
    # allauth starts with nothing less.
    MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
    # The admin, which is installed and not served, would miss its middleware.
    SILENCED_SYSTEM_CHECKS = ["admin.E408", "admin.E409", "admin.E410"]
