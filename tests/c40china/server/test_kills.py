"""The server and single workers are killed while people save, publish and upload."""

import pytest

from tests.support.faults.kills import kill_often
from tests.support.faults.machine import own_machine

# One process of the tests makes the first start for all of them.
pytestmark = [pytest.mark.xdist_group("start"), pytest.mark.both_databases]


def test_what_was_acknowledged_is_there_after_kills_and_the_rest_is_whole_or_absent(
    first_start, django_db_setup, tmp_path
):
    with own_machine(tmp_path, first_start[0]) as machine:
        figures, found = kill_often(machine, 5, 2, 8)
    assert found == []
    assert figures["acknowledged"] > 10
