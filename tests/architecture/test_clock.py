"""campaigns.clock is the only one that asks what time it is: the rehearsal runs in January 2024."""

import ast
import re

import pytest

from .source import ROOT, files, modules, shown

CLOCKS = {
    "timezone": {"now", "localdate", "localtime"},
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"time", "localtime", "strftime"},
}
# How often each may: the clock itself, and the lock-out, which axes counts in real time even in a rehearsal.
ALLOWED = {"campaigns.clock": 99, "campaigns.admin.organisation": 1}
# `{% now %}` and an age without an argument read the machine's clock; a rule about dates belongs to deadlines.
IN_TEMPLATES = re.compile(r"\{%\s*now\b|\|\s*(timesince|timeuntil|naturaltime|naturalday)\b(?!:)")
DATE_IN_A_TAG = re.compile(r"\{%[^%]*\b(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})\b[^%]*%\}")


def looks_at_a_watch(tree: ast.AST) -> list[str]:
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS.get(_last_word(node.value), ())
    ]


def _last_word(node: ast.AST) -> str:
    return ast.unparse(node).rpartition(".")[2]


def test_nobody_but_the_clock_asks_for_the_time():
    found = {name: looks_at_a_watch(tree) for name, tree in modules().items()}
    assert not {name: lines for name, lines in found.items() if len(lines) > ALLOWED.get(name, 0)}


def test_no_default_of_a_field_asks_for_the_time():
    """auto_now and auto_now_add call timezone.now by themselves."""
    wrong = [
        f"{name} line {node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add")
    ]
    assert not wrong


def test_no_template_asks_for_the_time_or_codes_a_date():
    wrong = []
    for path in files("templates", suffixes={".html"}):
        text = path.read_text()
        wrong += [
            (shown(path), hit.group())
            for rule in (IN_TEMPLATES, DATE_IN_A_TAG)
            for hit in rule.finditer(text)
        ]
    assert not wrong


@pytest.mark.parametrize(
    "line",
    [
        "timezone.now()",
        "datetime.datetime.now(tz)",
        "default=timezone.now",
        "date.today()",
        "dt.date.today()",
        "time.time()",
    ],
)
def test_a_watch_is_found(line):
    source = f"f({line})" if "=" in line else line
    assert looks_at_a_watch(ast.parse(source))


def test_the_clock_itself_is_no_watch():
    assert not looks_at_a_watch(ast.parse("clock.now(); session.date.year; timezone.make_aware(x)"))
    assert (ROOT / "campaigns" / "clock.py").exists()


@pytest.mark.parametrize("text", ["{% now 'Y' %}", "{{ event.at|timesince }}", "{% if day > '2024-01-05' %}"])
def test_a_watch_in_a_template_is_found(text):
    assert IN_TEMPLATES.search(text) or DATE_IN_A_TAG.search(text)
