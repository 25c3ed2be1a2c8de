"""What tests of translation need besides people."""

from contextlib import contextmanager

import pytest
from django.db import transaction


@pytest.fixture
def rolled_back(db):
    """Each example of a property begins with the same database."""

    @contextmanager
    def undone():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return undone
