"""One floor a package: imports point strictly down, faces stand apart, nobody below the faces sees a request.

The drawing is docs/architecture.md. A package is what follows the app's name (`awards.papers`), a module that stands
alone is one too. Packages of one floor do not know each other, so no circle can close between two packages.
"""

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from .source import dotted, files, modules

# From the ground up.
FLOORS = [
    {"campaigns.clock", "campaigns.fingerprints", "campaigns.passwords", "campaigns.vietnamese"},
    {"campaigns.working_days"},
    {"campaigns.clauses", "campaigns.deadlines"},
    {"campaigns.rules"},
    {"campaigns.models"},
    {"campaigns.plan", "campaigns.apps"},
    # What is said, measured and counted, without a row.
    {"awards.exceptions", "awards.decree30", "awards.scoring", "awards.voting", "awards.bonus"},
    {"awards.paper_checks", "awards.pdf_signatures"},
    {"awards.models", "awards.apps"},
    {"awards.permissions", "awards.award_lists", "awards.uploads", "awards.notifications"},
    {"awards.access", "awards.audit", "awards.snapshots"},
    {"awards.consistency", "awards.spreadsheets"},
    {"awards.papers"},
    {"awards.signed_copies"},
    {"awards.policies"},
    {"awards.sealing"},
    {"awards.workflow"},
    {"awards.actions"},
    {"awards.archive"},
    {"awards.batches", "awards.rehearsal"},
    # What the faces share.
    {"awards.http", "awards.forms", "campaigns.forms", "campaigns.templatetags"},
    # The faces, in two floors: the flow's know the frame's.
    {"campaigns.admin", "campaigns.views", "campaigns.management"},
    {"awards.admin", "awards.views", "awards.management"},
    {"campaigns.urls", "awards.urls"},
    {"emulation"},
]
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
# Below this floor nobody sees a request.
SHARED = LEVEL["awards.http"]


def package(module: str) -> str:
    app, _, rest = module.partition(".")
    return app if app == "emulation" or not rest else f"{app}.{rest.partition('.')[0]}"


def level(module: str) -> int | None:
    """Of the two apps themselves, which are empty, none is asked."""
    return LEVEL.get(package(module))


def imports(name: str, tree: ast.Module, known: set[str], is_package: bool) -> set[str]:
    """The modules of ours that `name` imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(name, node, is_package)
            found |= {
                f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base for alias in node.names
            }
    return {module for module in found if module.partition(".")[0] in ("emulation", "campaigns", "awards")}


def _base(name: str, node: ast.ImportFrom, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = name.split(".")
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join([*kept, node.module] if node.module else kept)


def trouble(name: str, imported: str) -> str | None:
    mine, theirs = level(name), level(imported)
    home, away = name.partition(".")[0], imported.partition(".")[0]
    if home == "campaigns" and away == "awards":
        return f"{name} imports {imported}: the frame never knows the flow"
    if home != "emulation" and away == "emulation":
        return f"{name} imports {imported}: the settings are known by none"
    if package(name) == package(imported) or mine is None or theirs is None:
        return None
    if theirs == mine:
        return f"{name} imports {imported}: both stand on floor {mine}, and packages of one floor stand apart"
    return f"{name} (floor {mine}) imports {imported} (floor {theirs})" if theirs > mine else None


def sees_request(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.arg == "request":
            found.append(f"line {node.lineno}: a parameter `request`")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.http"):
            found.append(f"line {node.lineno}: django.http")
        elif isinstance(node, ast.Name | ast.Attribute) and "HttpRequest" in ast.unparse(node):
            found.append(f"line {node.lineno}: HttpRequest")
    return found


@pytest.fixture(scope="module")
def graph():
    known = set(modules())
    packages = {
        dotted(path) for path in files("emulation", "campaigns", "awards") if path.name == "__init__.py"
    }
    return {name: imports(name, tree, known, name in packages) for name, tree in modules().items()}


def test_every_module_has_a_floor():
    homeless = {package(name) for name in modules()} - LEVEL.keys() - {"campaigns", "awards"}
    assert not homeless, f"give them a floor in FLOORS: {sorted(homeless)}"
    assert not LEVEL.keys() - {package(name) for name in modules()}


def test_imports_point_down(graph):
    wrong = [trouble(name, other) for name, others in graph.items() for other in others]
    assert not list(filter(None, wrong))


def test_nothing_goes_round_in_a_circle(graph):
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_below_the_faces_nobody_sees_a_request():
    # Fields of a model with a validator or a widget are no face; a template tag or a context processor is.
    below = {name: tree for name, tree in modules().items() if (level(name) or 0) < SHARED}
    found = {name: sees_request(tree) for name, tree in below.items()}
    assert not {name: lines for name, lines in found.items() if lines}
    assert "awards.workflow" in below


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("awards.scoring", "from awards import workflow", "floor"),
        ("awards.scoring", "from . import workflow", "floor"),
        ("awards.models.council", "from ..permissions import check_office", "floor"),
        ("awards.permissions", "def f():\n    import awards.views.home", "floor"),
        ("campaigns.models.law", "from campaigns.plan import load", "floor"),
        ("campaigns.views", "from awards.models import Nomination", "never knows the flow"),
        ("awards.admin.nominations", "from emulation import settings", "known by none"),
        ("awards.admin.decisions", "from awards.views import home", "stand apart"),
        ("awards.views.home", "from awards.admin import dashboard", "stand apart"),
        ("awards.papers.registry", "from awards.signed_copies import live", "floor"),
        ("awards.consistency.official", "from awards.papers import registry", "floor"),
        ("awards.snapshots.citations", "from awards.spreadsheets import base", "floor"),
    ],
)
def test_a_crooked_line_is_found(name, line, said):
    known = {*modules(), "awards.workflow", "awards.views.home"}
    assert any(said in (trouble(name, other) or "") for other in imports(name, ast.parse(line), known, False))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("awards.workflow", "from . import policies"),
        ("awards.views.home", "from awards.models import Nomination"),
        ("emulation.site", "from awards.admin.dashboard import dashboard"),
        ("awards.scoring", "import json, campaigns.vietnamese.numbers"),
    ],
)
def test_a_straight_line_is_left_alone(name, line):
    assert not [
        trouble(name, other)
        for other in imports(name, ast.parse(line), set(modules()), False)
        if trouble(name, other)
    ]


@pytest.mark.parametrize(
    "source",
    [
        "def check(verb, request): ...",
        "from django.http import Http404",
        "def f(x: 'A', y: HttpRequest): ...",
    ],
)
def test_a_request_below_the_faces_is_found(source):
    assert sees_request(ast.parse(source))
