"""The house stands on floors: imports point down, nobody below the faces sees a request (house.md 1)."""

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from .source import dotted, files, modules

# From the ground up. A module belongs to the longest name that fits; it may import its own floor and those below.
FLOORS = [
    {"campaigns.clock", "campaigns.passwords", "campaigns.plan.toml_lines", "campaigns.vietnamese"},
    {"campaigns.deadlines"},
    {"campaigns.rules"},
    {"campaigns.models", "campaigns", "awards", "campaigns.apps", "awards.apps"},
    {"campaigns.plan", "campaigns.roster", "campaigns.progress"},
    {"awards.models"},
    {
        "awards.permissions",
        "awards.eligibility",
        "awards.consistency",
        "awards.scoring",
        "awards.voting",
        "awards.bonus",
        "awards.papers",
        "awards.spreadsheets",
        "awards.notifications",
        "awards.sealing",
        "awards.snapshot",
        "awards.audit",
        "awards.uploads",
        "awards.pdf_signatures",
        "awards.signed_copies.status",
        "awards.signed_copies.issued",
    },
    {"awards.workflow"},
    {
        "awards.sessions",
        "awards.actions.decisions",
        "awards.starting",
        "awards.drafting",
        "awards.actions.campaign_plan",
        "awards.actions.signed_copies",
        "awards.archive",
        "awards.batches",
        "awards.rehearsal",
    },
    {
        *(f"campaigns.{face}" for face in ("admin", "forms", "views", "templatetags", "management")),
        *(f"awards.{face}" for face in ("admin", "forms", "views", "templatetags", "management")),
    },
    {"campaigns.urls", "awards.urls"},
    {"emulation"},
]
FACES = 9
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}


def level(module: str) -> int | None:
    if module in LEVEL:
        return LEVEL[module]
    parent = module.rpartition(".")[0]
    # `awards` alone is the empty package: a new file in it must be given its floor.
    return level(parent) if "." in parent or parent == "emulation" else None


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
    if theirs is not None and mine is not None and theirs > mine:
        return f"{name} (floor {mine}) imports {imported} (floor {theirs})"
    return None


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
    homeless = [name for name in modules() if level(name) is None]
    assert not homeless, f"give them a floor in FLOORS: {homeless}"


def test_imports_point_down(graph):
    wrong = [trouble(name, other) for name, others in graph.items() for other in others]
    assert not list(filter(None, wrong))


def test_nothing_goes_round_in_a_circle(graph):
    # Under the roof only: gunicorn's launcher and the command that prepares it greet each other at run time.
    below = {name: others for name, others in graph.items() if not name.startswith("emulation")}
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_below_the_faces_nobody_sees_a_request():
    # Fields of a model with a validator or a widget are no face; a template tag or a context processor is.
    below = {name: tree for name, tree in modules().items() if (level(name) or 0) < FACES}
    found = {name: sees_request(tree) for name, tree in below.items()}
    assert not {name: lines for name, lines in found.items() if lines}
    assert "awards.workflow" in below


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("awards.scoring", "from awards import workflow", "floor"),
        ("awards.scoring", "from . import workflow", "floor"),
        ("awards.models.council", "from ..permissions import Refused", "floor"),
        ("awards.permissions", "def f():\n    import awards.views.home", "floor"),
        ("campaigns.models.law", "from campaigns.plan import load", "floor"),
        ("campaigns.views", "from awards.models import Nomination", "never knows the flow"),
        ("awards.admin.nominations", "from emulation import settings", "known by none"),
    ],
)
def test_a_crooked_line_is_found(name, line, said):
    known = {*modules(), "awards.workflow", "awards.views.home"}
    assert any(said in (trouble(name, other) or "") for other in imports(name, ast.parse(line), known, False))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("awards.workflow", "from . import eligibility"),
        ("awards.views.home", "from awards.models import Nomination"),
        ("emulation.site", "from awards.admin.dashboard import desk"),
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
