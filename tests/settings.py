"""The site's own settings, on a machine that remembers nothing between two runs of the tests."""

import atexit
import os
import shutil
import tempfile

# Before the settings are read: no test may see or change what lies in var/, nor be steered by
# what a developer has set for the site.
for name in [name for name in os.environ if name.startswith("C40_") or name == "PORT"]:
    del os.environ[name]
os.environ["C40_VAR"] = tempfile.mkdtemp(prefix="c40china-tests-")
atexit.register(shutil.rmtree, os.environ["C40_VAR"], ignore_errors=True)
# Tests see and count what is made anew; those of the page cache make one of their own.
os.environ["C40_PAGE_CACHE"] = "0"
# The same tests on another database: TEST_DATABASE_URL=postgres://user:password@host/name
if "TEST_DATABASE_URL" in os.environ:
    os.environ["C40_DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from c40china.settings import *  # noqa: E402, F403
from c40china.settings import MIDDLEWARE, STORAGES, VAR  # noqa: E402

# A plain file name for each static file: the manifest of hashed ones is made by collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MIDDLEWARE = ["tests.support.request_gate.middleware", *MIDDLEWARE]
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
