"""A sixth kind of clause is one class: the plan takes it, pages show it, it is scored, told and judged, nothing else written."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from awards import actions, scoring, snapshots
from awards.forms.scores import ClauseForm
from campaigns import clauses, rules
from campaigns.admin.readonly import clause_rule
from campaigns.clauses import base, fields, params_forms, shapes
from campaigns.models import Clause
from tests import cast as c


class PenaltyParamsForm(params_forms.ParamsForm):
    each = fields.whole("Mỗi việc trừ (phần trăm)", "Phần trăm điểm chuẩn bị trừ cho mỗi việc.", 100, 10)


@pytest.fixture
def penalty():
    """Points off for each case: what a sixth file of campaigns/clauses would hold."""

    class Penalty(base.ClauseKind):
        code, label, order = "penalty", "Điểm trừ", 6
        shape = {"each": int}
        answer_key = "cases"
        params_form = PenaltyParamsForm

        def problems_of(self, key, value, clause, codes):
            return shapes.problems_of_number(value, 100)

        def params_words(self, params):
            return [f"Mỗi việc trừ {params['each']} % điểm chuẩn"]

        def answer_problems(self, rule, answer):
            return base.whole_problems("cases", answer.get("cases"), "Số việc")

        def share(self, rule, answer):
            return max(Fraction(0), 1 - Fraction(answer["cases"] * rule.params["each"], 100))

        def words(self, answer, params):
            return f"{base.number_words(answer['cases'])} việc bị trừ"

        def fields(self, clause):
            return {"cases": fields.Tally(label="Số việc bị trừ điểm")}

        def answer(self, form):
            value = form.cleaned_data["cases"]
            return None if value is None else {"cases": value}

        def initial(self, clause, answer):
            return {"cases": answer["cases"]}

        def sample(self, params, full, rng):
            return {"cases": 0 if full else 1}

    yield Penalty
    del base.ClauseKind.registry["penalty"]


@pytest.fixture
def clause(penalty, cast):
    clause = Clause.objects.get(criterion__campaign=cast.campaign, code="C1.1")
    clause.kind, clause.params = "penalty", {"each": 25}
    clause.save()
    return clause


def test_its_points(penalty):
    rule = scoring.ClauseRule("C1", "C1", "penalty", Decimal(4), {"each": 25})
    worth = lambda cases: scoring.points(rule, {"state": "answered", "cases": cases}).points  # noqa: E731
    assert [worth(cases) for cases in (0, 1, 3, 9)] == [4, 3, 1, 0]
    assert scoring.answer_problems(rule, {"state": "answered", "cases": -1}) == [
        ("cases", "Số việc: hãy nhập một số nguyên không âm.")
    ]
    assert scoring.describe({"state": "answered", "cases": 2}, rule) == "2 việc bị trừ"


def test_its_parameters_are_judged_like_those_of_the_plan(penalty):
    wrong = Clause(
        code="C1.1", kind="penalty", params={"each": 0, "eech": 1}, max_points=Decimal(4), required_for=[]
    )
    found = list(rules.findings_of_clause(wrong))
    assert found == [
        (("params", "eech"), "Không có khóa của cách chấm “penalty” “eech”. Có phải “each”?"),
        (("params", "each"), "Giá trị phải từ 1 trở lên, đang là 0."),
    ]
    assert clause_rule(Clause(kind="penalty", params={"each": 25})) == "Mỗi việc trừ 25 % điểm chuẩn"
    assert "Chưa đọc được" in clause_rule(Clause(kind="penalty", params={}))


@pytest.mark.django_db
def test_a_unit_answers_it_on_the_page_and_it_is_sent(cast, clause, client):
    nomination = c.start(cast)
    client.force_login(cast.an)
    page = client.get(reverse("scores", args=[nomination.reference])).content.decode()
    assert "Số việc bị trừ điểm" in page
    form = ClauseForm(clause, None, {f"y{clause.pk}-cases": "1"})
    assert form.is_valid()
    assert form.answer == {"state": "answered", "cases": 1}
    actions.dossiers.save_score(nomination, clause, form.answer, "", by=cast.an, version=0)
    row = next(row for row in snapshots.dossier.build(nomination)["scores"] if row["clause"] == "C1.1")
    assert (row["answer_text"], Decimal(row["points"])) == ("1 việc bị trừ", clause.max_points * 3 / 4)


@pytest.mark.django_db
def test_the_administrator_changes_its_parameters_in_boxes(cast, clause, client):
    client.force_login(cast.quan)
    page = client.get(
        reverse("admin:campaigns_criterion_change", args=[clause.criterion_id])
    ).content.decode()
    assert "Mỗi việc trừ (phần trăm)" in page
    kind = clauses.of("penalty")
    make = lambda value: kind.params_form(  # noqa: E731
        {
            "p-each": value,
            "p-seen": kind.params_form(
                kind=kind, stored=clause.params, codes=[], used=dict, prefix="p"
            ).fingerprint,
        },
        kind=kind,
        stored=clause.params,
        codes=[],
        used=dict,
        prefix="p",
    )
    right, wrong = make("50"), make("abc")
    assert right.is_valid()
    assert right.params() == {"each": 50}
    assert not wrong.is_valid()
    assert "số nguyên" in str(wrong.errors)


def test_the_five_stand_in_their_order_and_are_found_by_themselves():
    assert list(clauses.kinds()) == ["choice", "ratio", "gate", "count", "rank"]
