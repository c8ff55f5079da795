"""One prefix, one contract (docs/architecture.md, "Names that keep their word"): read from the syntax tree.

check_x(...) raises Refused and returns nothing · can_x(...) is a bool · x_refusal(...) is a sentence or "" and
x_obstacles(...) a list, and neither raises. May and refuse had several meanings each and begin no name.
"""

import ast

import pytest

from .source import modules

BOOLEAN = (ast.Compare, ast.BoolOp, ast.Constant, ast.Call, ast.UnaryOp, ast.Attribute, ast.Name)


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def own(function, *kinds):
    """The nodes of these kinds in a function, without those of the functions inside it."""
    found, waiting = [], list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, kinds):
            found.append(node)
        waiting.extend(ast.iter_child_nodes(node))
    return found


def broken(function):
    """What a function's name promises and its body does not keep, or ""."""
    name = function.name.lstrip("_")
    if name.startswith(("may_", "refuse_")) or name == "may":
        return "begins with a word of several meanings: check_, can_, _refusal or _obstacles"
    values = [node.value for node in own(function, ast.Return) if node.value is not None]
    given = [value for value in values if not (isinstance(value, ast.Constant) and value.value is None)]
    if name.startswith("check_") and (given or own(function, ast.Yield, ast.YieldFrom)):
        return "check_ returns something"
    if name.startswith("can_") and (not values or not all(isinstance(value, BOOLEAN) for value in values)):
        return "can_ returns no bool"
    if (name.startswith("can_") or name.endswith(("_refusal", "_obstacles"))) and own(function, ast.Raise):
        return "answers by raising"
    return ""


def test_every_name_keeps_its_word():
    wrong = [
        f"{module}.{function.name}: {sentence}"
        for module, tree in modules().items()
        for function in functions(tree)
        if (sentence := broken(function))
    ]
    assert not wrong


def test_nobody_hands_over_through_a_foreign_dict():
    """A value that one function leaves in another's object is an argument, or Prefetch(to_attr=…)."""
    found = [
        f"{module}:{node.lineno}"
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "__dict__"
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        "def check_x(): return seat",
        "def _check_x():\n    yield 1",
        "def can_x(): raise Refused('')",
        "def can_x(): return [1]",
        "def x_refusal(): raise Refused('')",
        "def x_obstacles():\n    if a: raise Refused('')\n    return []",
        "def may_x(): ...",
        "def _refuse_x(): ...",
    ],
)
def test_a_broken_word_is_found(source):
    assert broken(ast.parse(source).body[0])


@pytest.mark.parametrize(
    "source",
    [
        "def check_x():\n    if a: return\n    raise Refused('')",
        "def can_x(): return a and not b",
        "def x_refusal(): return '' if a else f'{b}'",
        "def x_obstacles(): return [*a]",
        "def check_x():\n    def inner(): return 1\n    raise Refused('')",
    ],
)
def test_a_word_that_is_kept_is_left_alone(source):
    assert not broken(ast.parse(source).body[0])
