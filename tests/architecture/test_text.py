"""What our files are written with: one spelling of each letter, no strangers, and pages that the policy lets live."""

import re
import subprocess
import sys
import unicodedata

import pytest
from django.core.management import call_command

from .source import ROOT, everything, files, shown

# Chinese, Japanese, Korean and full-width letters: nobody types them here, machines slip them in.
STRANGER = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffd]")
STYLE = re.compile(r"\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc\s*=)[^>]*>", re.IGNORECASE)
# A paper is printed on its own, by WeasyPrint, with its style inside.
PAPERS = "templates/papers/"
# Full-width signs that Excel, too, takes for the start of a formula.
NAMED_ON_PURPOSE = "awards/spreadsheets/cell_text.py"


def test_every_file_is_nfc_with_plain_line_ends():
    wrong = []
    for path in everything():
        raw = path.read_bytes()
        text = raw.decode("utf-8")
        if not unicodedata.is_normalized("NFC", text):
            wrong.append(f"{shown(path)}: not NFC")
        if b"\r" in raw:
            wrong.append(f"{shown(path)}: CR")
        if b"\t" in raw:
            wrong.append(f"{shown(path)}: tab")
    assert not wrong


def test_no_stranger_and_nothing_invisible_in_the_text():
    # Tests hold such letters on purpose, to see them handled.
    paths = [path for path in everything() if not shown(path).startswith(("tests/", NAMED_ON_PURPOSE))]
    wrong = [
        f"{shown(path)}: {hit.group()!a}"
        for path in paths
        for rule in (STRANGER, INVISIBLE)
        for hit in rule.finditer(path.read_text())
    ]
    assert not wrong


def offences(text: str) -> list[str]:
    return [hit.group() for rule in (STYLE, HANDLER, SCRIPT) for hit in rule.finditer(text)]


def test_no_page_carries_code_or_style_of_its_own():
    """The content security policy forbids both; a page that needs them breaks in silence."""
    paths = files("templates", suffixes={".html"})
    assert len(paths) > 10
    wrong = {shown(path): offences(path.read_text()) for path in paths if not shown(path).startswith(PAPERS)}
    assert not {name: found for name, found in wrong.items() if found}


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<b onclick='x()'>",
        "<script>go()</script>",
        '<script type="module">',
        "<a  ONLOAD = x>",
    ],
)
def test_an_offence_is_found(text):
    assert offences(text)


@pytest.mark.parametrize(
    "text", ["<script src=\"{% static 'a.js' %}\" defer></script>", '<p class="style">on=1</p>']
)
def test_an_honest_page_is_left_alone(text):
    assert not offences(text)


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_ruff_is_content(command):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--no-cache", "--quiet", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
