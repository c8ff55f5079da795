"""A sixth kind of clause is one file: sixth/penalty.py, laid where the package finds it. Nothing else is written for it.

The plan takes it, the unit's page shows and reads it, it is scored, told and sent, and the administrator's boxes save
its parameters; what is wrong is refused in Vietnamese.
"""

import os
import re
import subprocess
import sys
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django.urls import reverse

from awards import actions, scoring, snapshots
from awards.models import Event, SelfScore
from campaigns import clauses, plan
from campaigns.models import Clause
from tests import cast as c
from tests.architecture.source import ROOT
from tests.awards.views.helpers import posted

from . import contract

SIXTH = Path(__file__).parent / "sixth"
RATIO = """kind = "ratio"
target = "100 %"
params.target = "1"
params.numerator_label = "số nhiệm vụ hoàn thành đúng hoặc trước hạn"
params.denominator_label = "số nhiệm vụ được giao trong Đợt thi đua"
"""
PENALTY = """kind = "penalty"
target = "không có việc chậm"
params.each = 25
params.case_label = "việc chậm"
"""
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def penalty(monkeypatch):
    """As if the file stood in campaigns/clauses when Django started."""
    monkeypatch.setattr(clauses.ClauseKind, "registry", dict(clauses.ClauseKind.registry))
    monkeypatch.setattr(clauses, "__path__", [*clauses.__path__, str(SIXTH)])
    clauses.find()
    monkeypatch.setattr(Clause._meta.get_field("kind"), "choices", clauses.choices())
    yield clauses.of("penalty")
    # The next test finds it anew.
    del sys.modules["campaigns.clauses.penalty"], clauses.penalty


@pytest.fixture
def write(tmp_path):
    """write("0") → the shipped plan, whose clause C1.1 takes so many percent off for each case."""

    def write(each="25"):
        text = c.PLAN.read_text()
        assert text.count(RATIO) == 1
        path = tmp_path / "plan.toml"
        path.write_text(text.replace(RATIO, PENALTY.replace("25", each)))
        return path

    return write


@pytest.fixture
def clause(cast, penalty, write):
    plan.load(write())
    return Clause.objects.select_related("criterion").get(criterion__campaign=cast.campaign, code="C1.1")


def text(response):
    return unescape(response.content.decode())


def of_the_page(page, clause):
    """The prefix of the clause's boxes on the criterion's page."""
    (at,) = re.findall(rf'name="(clauses-\d+)-id" value="{clause.pk}"', text(page))
    return f"{at}-params"


# --- the plan --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_plan_s_loader_takes_it(clause, write):
    assert (clause.kind, clause.get_kind_display()) == ("penalty", "Điểm trừ")
    assert clause.params == {"each": 25, "case_label": "việc chậm"}
    assert plan.load(write()).changes == 0
    contract.holds(clause)


@pytest.mark.parametrize(
    ("each", "where", "said"),
    [
        ("0", "each", "Giá trị phải từ 1 trở lên, đang là 0."),
        ("101", "each", "Giá trị quá lớn: không quá 100. Hãy kiểm tra lại."),
        ('"25"', "each", "Khóa “each” phải là số nguyên."),
        ("25\nparams.eahc = 1", "eahc", "Không có khóa của cách chấm “penalty” “eahc”. Có phải “each”?"),
    ],
)
def test_the_plan_s_loader_refuses_wrong_parameters_at_their_line(penalty, write, each, where, said):
    path = write(each)
    with pytest.raises(plan.PlanError) as raised:
        plan.examine(path)
    (problem,) = raised.value.problems
    assert (problem.place, problem.message) == (f"criteria[C1].clauses[C1.1].params.{where}", said)
    assert path.read_text().splitlines()[problem.line - 1].startswith(f"params.{where} =")


def test_without_the_file_the_plan_does_not_know_it(write):
    with pytest.raises(plan.PlanError, match="Không có giá trị “penalty”"):
        plan.examine(write())


def test_the_choices_of_the_column_grow_and_nothing_else():
    """In a process that starts with the file: what docs/how-to/add-a-clause-kind.md says of the migration."""
    script = f"""
from campaigns import clauses
clauses.__path__.append({str(SIXTH)!r})
clauses.find()
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "makemigrations", "--dry-run", "--verbosity", "3", "--no-color"])
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "emulation.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("migrations.AlterField(") == done.stdout.count("migrations.") - 1 == 1
    assert "('rank', 'Thứ hạng'), ('penalty', 'Điểm trừ')]" in done.stdout


# --- the unit's page -------------------------------------------------------------------------------------


@pytest.fixture
def sheet(cast, clause, client):
    """The score sheet of a draft: its address, its clause's prefix, the unit's client."""
    client.force_login(cast.an)
    nomination = c.start(cast)
    return client, reverse("scores", args=[nomination.reference]), f"y{clause.pk}", nomination


@pytest.mark.django_db
def test_a_unit_answers_it_on_the_page_and_it_is_sent(sheet, clause):
    client, address, prefix, nomination = sheet
    page = client.get(address)
    assert f'name="{prefix}-cases"' in text(page)
    assert "Số việc chậm" in text(page)
    told = client.post(address, posted(page) | {f"{prefix}-cases": "1"}, **JSON).json()
    assert (told["errors"], told["show"]["y-C1.1"]) == ({}, "4,5")
    assert SelfScore.objects.get(clause=clause).answer == {"state": "answered", "cases": 1}
    assert posted(client.get(address))[f"{prefix}-cases"] == "1"
    (row,) = [row for row in snapshots.dossier.build(nomination)["scores"] if row["clause"] == "C1.1"]
    assert (row["answer_text"], row["points"]) == ("1 việc chậm bị trừ điểm", "4.50")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nhiều", "Hãy nhập một số nguyên không âm, ví dụ 12."),
        ("1000001", "Việc chậm: số quá lớn. Hãy kiểm tra lại."),
    ],
)
def test_a_wrong_answer_is_told_beside_its_box_and_not_kept(sheet, typed, said):
    client, address, prefix, _ = sheet
    page = client.post(address, posted(client.get(address)) | {f"{prefix}-cases": typed})
    (box,) = re.findall(rf'data-error="{prefix}-cases">(.*?)</span>', text(page))
    assert box == said
    assert not SelfScore.objects.filter(answer__has_key="cases").exists()


# --- points and words ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_is_scored_described_and_checked(clause):
    worth = {n: scoring.points(clause, {"state": "answered", "cases": n}).points for n in (0, 1, 2, 3, 4, 9)}
    assert worth == {0: 6, 1: Decimal("4.50"), 2: 3, 3: Decimal("1.50"), 4: 0, 9: 0}
    total = scoring.sheet([clause], {"C1.1": {"state": "answered", "cases": 1}})
    assert (total.total, total.breaches, total.unanswered) == (75, [], [])
    assert scoring.describe({"state": "answered", "cases": 2}, clause) == "2 việc chậm bị trừ điểm"
    assert scoring.answer_problems(clause, {"state": "answered", "cases": -1}) == [
        ("cases", "Việc chậm: hãy nhập một số nguyên không âm.")
    ]


# --- the administrator's page ----------------------------------------------------------------------------


@pytest.fixture
def change(cast, clause, client):
    """change(each="50") → the answer to the administrator's save, and the prefix of the boxes."""
    client.force_login(cast.quan)
    address = reverse("admin:campaigns_criterion_change", args=[clause.criterion_id])

    def change(**typed):
        page = client.get(address)
        prefix = of_the_page(page, clause)
        return client.post(address, posted(page) | {f"{prefix}-{box}": typed[box] for box in typed}), prefix

    return change


@pytest.mark.django_db
def test_the_administrator_changes_its_parameters_in_boxes_and_the_history_tells_both(change, clause):
    answer, _ = change(each="50", case_label="việc  quá hạn")
    assert answer.status_code == 302
    clause.refresh_from_db()
    assert clause.params == {"each": 50, "case_label": "việc quá hạn"}
    facts = Event.objects.filter(verb="plan_changed").latest("pk").facts
    assert [*facts["before"].values(), *facts["after"].values()] == [
        "Mỗi việc chậm trừ 25 % điểm chuẩn",
        "Mỗi việc quá hạn trừ 50 % điểm chuẩn",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("box", "typed", "said"),
    [
        ("each", "0", "Giá trị phải từ 1 trở lên, đang là 0."),
        ("each", "101", "Số quá lớn: không quá 100. Hãy kiểm tra lại."),
        ("each", "abc", "Hãy nhập một số nguyên, ví dụ 25."),
        ("case_label", "", "Ô này chưa điền. Hãy điền rồi lưu lại."),
    ],
)
def test_a_wrong_parameter_is_told_at_its_box_and_nothing_is_saved(change, clause, box, typed, said):
    answer, prefix = change(**{box: typed})
    assert answer.status_code == 200
    assert f'<p class="error" id="id_{prefix}-{box}_error">{said}</p>' in text(answer)
    assert Clause.objects.get(pk=clause.pk).params == clause.params


@pytest.mark.django_db
def test_who_only_reads_finds_its_words(cast, clause, client):
    client.force_login(cast.chi)
    page = text(client.get(reverse("admin:campaigns_criterion_change", args=[clause.criterion_id])))
    assert "Mỗi việc chậm trừ 25 % điểm chuẩn" in page
    assert "Điểm trừ" in page


@pytest.mark.django_db
def test_a_sample_campaign_answers_it(cast, clause):
    nomination = c.start(cast)
    answer = {"state": "answered", **clauses.of("penalty").sample(clause.params, full=False, rng=None)}
    actions.dossiers.save_score(nomination, clause, answer, "", by=cast.an, version=0)
    assert SelfScore.objects.get(clause=clause).answer == {"state": "answered", "cases": 1}
