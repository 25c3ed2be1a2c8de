"""Names that a search finds once."""

import ast
from collections import defaultdict
from pathlib import Path

from django.conf import settings

# What Django asks for under one name in every app.
SHARED = {"Command", "Migration"}


def test_a_class_name_is_unique_in_the_code():
    places = defaultdict(list)
    for path in sorted(Path(settings.BASE_DIR).glob("[a-z]*/**/*.py")):
        if not {"migrations", "var"} & set(path.parts):
            tree = ast.parse(path.read_text())
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and node.name not in SHARED:
                    places[node.name].append(path.name)
    assert "WorkflowState" in places
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
