"""The workflow state of an item is locked, read and made in one module."""

import ast
import inspect

import pytest

from c40china.search import index
from editing.models import WorkflowState
from editing.workflow import locking

LOCKING, SEARCH_INDEX = (inspect.getfile(each) for each in (locking, index))
ONE = {"get", "create", "get_or_create", "update_or_create"}


@pytest.fixture(scope="module")
def attributes(pytestconfig):
    """The attributes that each module of the product reads, with the name each chain begins at."""
    apps = {path.parent for path in pytestconfig.rootpath.glob("*/__init__.py")}
    apps.remove(pytestconfig.rootpath / "tests")
    paths = [path for app in apps for path in app.rglob("*.py") if "migrations" not in path.parts]
    return {str(path): set(attributes_of(path)) for path in paths}


def attributes_of(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            begin = node.value
            while isinstance(begin, ast.Attribute | ast.Call):
                begin = begin.func if isinstance(begin, ast.Call) else begin.value
            yield node.attr, getattr(begin, "id", "")


def test_states_are_locked_in_one_module_and_the_search_index_locks_rows_of_its_own(attributes):
    found_in = {path for path, found in attributes.items() if "select_for_update" in dict(found)}

    assert found_in == {LOCKING, SEARCH_INDEX}


def test_one_state_is_read_or_made_in_one_module(attributes):
    wanted = {(name, WorkflowState.__name__) for name in ONE}

    assert {path for path, found in attributes.items() if found & wanted} == {LOCKING}
