"""Each test begins without tries to log in."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_tries():
    cache.clear()
