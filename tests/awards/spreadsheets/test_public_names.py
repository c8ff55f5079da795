"""The sheets are written with openpyxl's public means alone: held over the syntax trees of the whole package."""

import ast
from pathlib import Path

import pytest

from awards import spreadsheets

# What openpyxl's documentation presents. Look a name up there before it is added here.
DOCUMENTED = {
    "openpyxl": {"Workbook"},
    "openpyxl.cell": {"Cell", "WriteOnlyCell"},
    "openpyxl.cell.rich_text": {"CellRichText", "TextBlock"},
    "openpyxl.cell.text": {"InlineFont"},
    "openpyxl.styles": {"DEFAULT_FONT", "Alignment", "Border", "Font", "NamedStyle", "Side"},
    "openpyxl.utils": {"get_column_letter"},
    "openpyxl.utils.datetime": {"to_excel"},
    "openpyxl.worksheet.properties": {"PageSetupProperties"},
}
BY_NAME = {"getattr", "setattr", "delattr", "hasattr", "attrgetter", "methodcaller"}


def is_private(name):
    """__init__ and its like are Python's; __dict__ opens what is private."""
    if not isinstance(name, str) or not name.startswith("_"):
        return False
    return name == "__dict__" or not (name.startswith("__") and name.endswith("__"))


def reached_into(tree):
    """Private names of anything but `self` and `cls`, also when they are given as strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found = is_private(node.attr) and ast.unparse(node.value) not in ("self", "cls")
        else:
            found = isinstance(node, ast.Call) and names_private(node)
        if found:
            yield f"line {node.lineno}: {ast.unparse(node)}"


def names_private(call):
    words = [word.value for word in call.args if isinstance(word, ast.Constant)]
    return ast.unparse(call.func).rpartition(".")[2] in BY_NAME and any(map(is_private, words))


def undocumented(tree):
    """Imports of openpyxl that its documentation does not present."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            # `import openpyxl` would let every part of it be reached without an import.
            names = [alias.name for alias in node.names if alias.name.partition(".")[0] == "openpyxl"]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "openpyxl":
            known = DOCUMENTED.get(node.module, set())
            names = [alias.name for alias in node.names if alias.name not in known]
        else:
            continue
        yield from (f"line {node.lineno}: {name}" for name in names)


def shadowed(tree):
    """Private names of our own in classes made from openpyxl's: they could stand for openpyxl's private ones."""
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("openpyxl")
        for alias in node.names
    }
    for made in ast.walk(tree):
        if isinstance(made, ast.ClassDef) and any(ast.unparse(base) in imported for base in made.bases):
            yield from (
                f"line {made.lineno}: {made.name}.{name}" for name in names_in(made) if is_private(name)
            )


def names_in(made):
    for node in ast.walk(made):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign) and node in made.body:
            yield from (ast.unparse(target) for target in node.targets)
            # __slots__ names attributes as strings.
            yield from (word.value for word in ast.walk(node.value) if isinstance(word, ast.Constant))


RULES = (reached_into, undocumented, shadowed)


def offences(source):
    tree = ast.parse(source)
    return [found for rule in RULES for found in rule(tree)]


def test_the_sheets_use_public_names_only():
    paths = sorted(Path(spreadsheets.__file__).parent.rglob("*.py"))
    assert len(paths) > 8
    wrong = {path.name: offences(path.read_text()) for path in paths}
    assert not {name: found for name, found in wrong.items() if found}


@pytest.mark.parametrize(
    "line",
    [
        "cell._value = 1",
        "self._ws._writer.cleanup()",
        "book._fonts[0] = font",
        "x = book.worksheets[0]._rows",
        "super()._bind_value(1)",
        "cell.__dict__['value'] = 1",
        "setattr(cell, '_style', style)",
        "operator.attrgetter('_style')(cell)",
        "import openpyxl",
        "import openpyxl.styles.cell_style as c",
        "from openpyxl.styles.cell_style import StyleArray",
        "from openpyxl.utils.indexed_list import IndexedList",
        "from openpyxl.worksheet._writer import ALL_TEMP_FILES",
        "def f():\n    from openpyxl.cell._writer import write_cell",
        "from openpyxl.cell import Cell\nclass C(Cell):\n    def _bind_value(self, value): ...",
        "from openpyxl.cell import Cell\nclass C(Cell):\n    def f(self): self._value = 1",
        "from openpyxl.cell import Cell\nclass C(Cell):\n    _style = None",
        "from openpyxl.cell import Cell\nclass C(Cell):\n    __slots__ = ('_style',)",
    ],
)
def test_a_private_name_is_found(line):
    assert offences(line)


@pytest.mark.parametrize(
    "line",
    [
        "class Sheet:\n    def __init__(self): self._ws = 1",
        "cell.value = 1",
        "from openpyxl.styles import Font, NamedStyle",
        "from openpyxl.cell import Cell\nclass C(Cell):\n    __slots__ = ('style_id',)\n    def __repr__(self): ...",
        "from ._private import thing",
        "getattr(cell, 'value')",
        "class C(dict):\n    def __init__(self): super().__init__()",
    ],
)
def test_a_public_name_is_left_alone(line):
    assert not offences(line)
