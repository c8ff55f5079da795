"""docs/workflow.md says what awards.workflow does, and says all of it."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from awards import workflow
from awards.management.commands import draw_workflow
from awards.models import Nomination
from awards.workflow import STEPS, Step

S = Nomination.Status


def drawn(*args):
    out = io.StringIO()
    call_command("draw_workflow", *args, stdout=out)
    return out.getvalue()


def test_the_page_is_as_drawn():
    assert draw_workflow.PAGE.read_text(encoding="utf-8") == drawn()
    assert drawn("--check") == ""


def test_an_old_page_is_told(monkeypatch, tmp_path):
    old = tmp_path / "workflow.md"
    old.write_text(drawn().replace("submitted", "sent"), encoding="utf-8")
    monkeypatch.setattr(draw_workflow, "PAGE", old)
    with pytest.raises(CommandError, match="draw_workflow"):
        drawn("--check")


def test_a_missing_page_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(draw_workflow, "PAGE", tmp_path / "none.md")
    with pytest.raises(CommandError, match="draw_workflow"):
        drawn("--check")


def test_the_diagram_has_every_status_and_every_way_and_no_other():
    text = draw_workflow.diagram()
    boxes = dict(re.findall(r'state "(.+)" as (\w+)', text))
    assert boxes == {status.label: status.value for status in S}
    ways = set(re.findall(r"^    (\w+) --> (\w+): (.+)$", text, re.M))
    assert ways == {
        (str(source), str(step.target), step.label) for step in STEPS.values() for source in step.sources
    }
    assert "[*] --> draft" in text


def test_every_status_can_be_reached_from_a_draft():
    reached, before = {S.DRAFT}, set()
    while reached != before:
        before = set(reached)
        reached |= {S(step.target) for step in STEPS.values() if step.sources & reached}
    assert reached == set(S)


def test_every_step_has_its_row():
    rows = re.findall(r"^\| `(\w+)`†? \| (.+?) \|", draw_workflow.table(), re.M)
    assert rows == [(verb, step.label) for verb, step in STEPS.items()]


def test_no_cell_breaks_the_table():
    for line in drawn().splitlines():
        if line.startswith("| `"):
            assert line.count("|") in (4, 8), line


def test_a_rule_that_nobody_explained_is_refused(monkeypatch):
    def silent(user, nomination):
        pass

    steps = STEPS | {"nod": Step("Gật", frozenset({S.DRAFT}), S.DRAFT, silent)}
    monkeypatch.setattr(draw_workflow, "STEPS", steps)
    with pytest.raises(ValueError, match="needs a docstring"):
        draw_workflow.table()
    assert workflow.STEPS is STEPS
