"""The site as ``make run`` starts it, for the tests that name it."""

import pytest

from tests.support.running_site import manage, serving


@pytest.fixture(scope="session")
def first_start(tmp_path_factory):
    """A directory that was empty before the first start, and what that start said."""
    var = tmp_path_factory.mktemp("var")
    return var, manage(var, "prepare")


@pytest.fixture(scope="session")
def site(first_start):
    """The site as it is served with nothing set."""
    with serving(first_start[0]) as site:
        yield site
