"""Files with one subject, functions that one reads at a glance (docs/architecture.md)."""

import ast

import pytest

from .source import APPS, ROOT, files, modules, shown

MOST_LINES = 350
MOST_LINES_OF_A_FUNCTION = 40


def lengths(tree):
    """{name: lines from `def` to the last, decorators and docstring included} of every function."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(line.lineno for line in node.decorator_list)])
            found[f"{node.name}:{node.lineno}"] = node.end_lineno - first + 1
    return found


def test_no_product_file_is_long():
    paths = [path for path in files(*APPS, suffixes={".py"}) if "migrations" not in path.parts]
    long = {
        shown(path): count for path in paths if (count := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert not long
    assert (ROOT / "awards" / "workflow.py") in paths


def test_no_function_is_long():
    long = [
        f"{module}.{name}: {count}"
        for module, tree in modules().items()
        for name, count in lengths(tree).items()
        if count > MOST_LINES_OF_A_FUNCTION
    ]
    assert not long


@pytest.mark.parametrize(("lines", "count"), [(1, 2), (39, 40), (40, 41)])
def test_lines_are_counted_as_one_sees_them(lines, count):
    source = "def f():\n" + "    x = 1\n" * lines
    assert list(lengths(ast.parse(source)).values()) == [count]
