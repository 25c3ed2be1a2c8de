"""No import climbs: code imports only from the floors below its own."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "core": 1,
    **dict.fromkeys(("accounts", "delivery", "search", "editing", "library", "seeding"), 2),
    **dict.fromkeys(("cities", "pages"), 3),
    "programmes": 4,
    "news": 5,
    "c40china": 6,
}
MODULES = [path.relative_to(ROOT) for app in FLOORS for path in sorted(ROOT.glob(f"{app}/**/*.py"))]


def imported(module: Path) -> set[str]:
    """Return the packages that a module imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} is a relative import"
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_imports_only_from_floors_below(module):
    own = module.parts[0]
    climbs = [app for app in imported(module) & FLOORS.keys() - {own} if FLOORS[app] >= FLOORS[own]]
    assert not climbs, f"{module} climbs to {climbs}"


def test_every_package_has_a_floor():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests"} == FLOORS.keys()
