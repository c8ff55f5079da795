"""A comment cites what ships: docs/domain.md by its numbers, a decision record, a law; nothing that only we have read."""

import re

from .source import ROOT, everything, shown

CITED = re.compile(
    r"docs/domain\.md ((?:(?:[ACI]\d+|\d+)(?:\.\d+)*(?:[-–](?:\d+)(?:\.\d+)*)?(?:, | and )?)+)"
)
NUMBER = re.compile(r"[ACI]\d+(?:\.\d+)*|\d+(?:\.\d+)*")
DECISION = re.compile(r"\bdecisions?/(\d{4})")
ELSEWHERE = re.compile(
    r"\b(?:house|face|stack|peers|house-moves)\.md\b|\bpeers \d|(?<![\w/.])domain (?:\d|A\d)"
)
DOMAIN = ROOT / "docs" / "domain.md"


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
