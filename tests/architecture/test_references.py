"""A comment cites what ships: docs/domain.md by its numbers, a decision record, a law; nothing that only we have read."""

import ast
import io
import re
import tokenize

import pytest

from .source import APPS, ROOT, everything, shown

CITED = re.compile(
    r"docs/domain\.md ((?:(?:[ACI]\d+|\d+)(?:\.\d+)*(?:[-–](?:\d+)(?:\.\d+)*)?(?:, | and )?)+)"
)
NUMBER = re.compile(r"[ACI]\d+(?:\.\d+)*|\d+(?:\.\d+)*")
DECISION = re.compile(r"\bdecisions?/(\d{4})")
ELSEWHERE = re.compile(
    r"\b(?:house|face|stack|peers|house-moves)\.md\b|\bpeers \d|(?<![\w/.])domain (?:\d|A\d)"
)
DOMAIN = ROOT / "docs" / "domain.md"
# A file or folder of ours, from the repository's root or from templates/; a module or a name in one.
_FOLDERS = "|".join((*APPS, "tests", "templates", "docs", "bench", "static"))
PATH = re.compile(rf"(?<![\w/.<{{-])(?:{_FOLDERS})/[\w./-]*\w")
DOTTED = re.compile(rf"(?<![\w/.\"'@-])(?:{'|'.join((*APPS, 'tests', 'bench'))})(?:\.\w+)+")


def cited():
    for path in everything():
        text = path.read_text()
        for found in CITED.finditer(text):
            for number in NUMBER.findall(found[1]):
                yield shown(path), number


def test_every_number_that_is_cited_is_there():
    text = DOMAIN.read_text()
    wrong = sorted(
        {
            (path, number)
            for path, number in cited()
            if not re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", text)
        }
    )
    assert not wrong
    assert len(list(cited())) > 100


def test_every_decision_that_is_cited_is_there():
    kept = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("0*.md")}
    wrong = [
        (shown(path), found)
        for path in everything()
        for found in DECISION.findall(path.read_text())
        if found not in kept
    ]
    assert not wrong


def test_nothing_is_cited_that_does_not_ship():
    wrong = [
        f"{shown(path)}: {found.group()}"
        for path in everything()
        if path.name != "test_references.py"
        for found in ELSEWHERE.finditer(path.read_text())
    ]
    assert not wrong


def test_decisions_have_a_day_and_a_status():
    for path in sorted((ROOT / "docs" / "decisions").glob("0*.md")):
        assert re.search(
            r"^(?:Accepted|Superseded by \d{4}), \d{4}-\d{2}-\d{2}", path.read_text(), re.MULTILINE
        ), path.name
        assert path.name in (ROOT / "docs" / "decisions" / "README.md").read_text(), path.name


# --- files and modules that a comment or a page names ------------------------------------------------------


def prose(path):
    """What is said to a reader: the comments and docstrings of code, a page as a whole."""
    text = path.read_text()
    if path.suffix == ".py":
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
        nodes = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        said = [ast.get_docstring(node) for node in ast.walk(ast.parse(text)) if isinstance(node, nodes)]
        return "\n".join([*comments, *filter(None, said)])
    if path.suffix == ".html":
        return "\n".join(re.findall(r"{#.*?#}|{% comment %}.*?{% endcomment %}", text, re.DOTALL))
    return text if path.suffix == ".md" else ""


def has_file(name):
    places = [ROOT, ROOT / "templates", ROOT / "static"]
    return any((place / name).exists() for place in places)


def has_name(dotted):
    """Whether it is a module, or something that stands in one."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        base = ROOT.joinpath(*parts[:count])
        for module in (base.with_suffix(".py"), base / "__init__.py"):
            if module.is_file():
                return all(re.search(rf"\b{name}\b", module.read_text()) for name in parts[count:])
    return False


def spoken():
    """[(file, text)] of all that speaks of the house as it now is; a decision and a release speak of their day."""
    for path in everything():
        if "decisions" not in path.parts and "migrations" not in path.parts and path.name != "CHANGELOG.md":
            yield shown(path), prose(path)


def test_every_file_that_is_named_is_there():
    named = [(file, found) for file, text in spoken() for found in PATH.findall(text)]
    assert not [(file, found) for file, found in named if not has_file(found)]
    assert len(named) > 100


def test_every_module_that_is_named_is_there():
    named = [(file, found) for file, text in spoken() for found in DOTTED.findall(text)]
    assert not [(file, found) for file, found in named if not has_name(found)]
    assert len(named) > 50


@pytest.mark.parametrize(
    ("name", "is_there"),
    [
        ("awards.workflow.STEPS", True),
        ("awards.snapshots.dossier.build", True),
        ("awards.snapshots.forgotten", False),
        ("awards.forgotten", False),
    ],
)
def test_a_name_is_looked_up(name, is_there):
    assert has_name(name) is is_there
