"""The kinds of the house: found by themselves, in their order, and each keeps what a kind promises."""

import pytest

from campaigns import clauses
from campaigns.clauses import ClauseKind
from campaigns.models import Clause
from tests.architecture.source import ROOT

from . import contract


def test_the_five_stand_in_the_order_of_the_column():
    assert clauses.choices() == [
        ("choice", "Chọn mức"),
        ("ratio", "Tỷ lệ"),
        ("gate", "Điều kiện"),
        ("count", "Số lượng"),
        ("rank", "Thứ hạng"),
    ]
    assert list(Clause._meta.get_field("kind").choices) == clauses.choices()


@pytest.mark.django_db
@pytest.mark.parametrize("code", clauses.kinds())
def test_every_clause_of_the_plan_keeps_the_contract_of_its_kind(cast, code):
    found = Clause.objects.filter(criterion__campaign=cast.campaign, kind=code).select_related("criterion")
    assert found
    for clause in found:
        contract.holds(clause)


@pytest.mark.parametrize("code", clauses.kinds())
def test_the_format_of_the_plan_file_tells_every_parameter(code):
    text = (ROOT / "docs" / "campaign-file.md").read_text()
    (row,) = [line for line in text.splitlines() if line.startswith(f"| `{code}` |")]
    assert [key for key in clauses.of(code).shape if f"`{key}" not in row] == []


def test_two_kinds_of_one_code_are_refused():
    with pytest.raises(TypeError, match="ratio"):
        type("Other", (ClauseKind,), {"code": "ratio"})


def test_what_several_kinds_have_in_common_is_no_kind():
    before = clauses.kinds()
    type("Common", (ClauseKind,), {})
    assert clauses.kinds() == before


def test_a_kind_that_nobody_knows_is_a_fault():
    with pytest.raises(KeyError):
        clauses.of("minus")
