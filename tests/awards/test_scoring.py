import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards import scoring
from awards.scoring import ClauseRule, Worth

D = Decimal
OUT = Worth(None, D(0))


def rule(code, kind, most, params, criterion="", **allowed):
    return ClauseRule(code, criterion or code.split(".")[0], kind, D(most), params, **allowed)


def levels(*worths, multiple=False):
    return {
        "levels": [
            {"code": f"m{at}", "label": f"Mức {at}", "points": worth} for at, worth in enumerate(worths, 1)
        ],
        "multiple": multiple,
    }


CHOICE = rule("C1.2", "choice", 6, levels(6, 3, 0))
PARTS = rule("C3.2", "choice", 4, levels(2, 1, 1, multiple=True))
FULL = rule("C3.4", "ratio", 4, {"target": "1", "numerator_label": "Hồ sơ cập nhật"}, na_allowed=True)
CUT = rule("C3.3", "ratio", 5, {"target": "0.2"}, na_allowed=True)
COUNT = rule("C5.1", "count", 5, {"target": 3, "unit_label": "hình thức"})
SHIFTING = rule("C2.3", "gate", 3, {"zeroes": "C2"})
QUALITY = rule("C7.4", "gate", 2, {"zeroes": "C7.1"})
INDICES = [
    {"code": "PAR", "label": "PARINDEX", "points": 2},
    {"code": "SIPAS", "label": "SIPAS", "points": 2},
    {"code": "PCI", "label": "PCI", "points": 2},
]
RANK = rule("C6.2", "rank", 6, {"indices": INDICES, "improve_by": 1}, pending_allowed=True)
EVERY_KIND = [CHOICE, PARTS, FULL, CUT, COUNT, SHIFTING, QUALITY, RANK]


def chose(*codes):
    return {"state": "answered", "levels": list(codes)}


def ratio(numerator, denominator):
    return {"state": "answered", "numerator": numerator, "denominator": denominator}


def count(n):
    return {"state": "answered", "count": n}


def breaches(n):
    return {"state": "answered", "breaches": n}


def ranks(**pairs):
    return {
        "state": "answered",
        "ranks": {code: {"before": before, "after": after} for code, (before, after) in pairs.items()},
    }


NA = {"state": "not_applicable"}
PENDING = {"state": "pending"}


class TestPoints:
    @pytest.mark.parametrize(
        ("clause", "answer", "got"),
        [
            (CHOICE, chose("m1"), "6"),
            (CHOICE, chose("m2"), "3"),
            (CHOICE, chose("m3"), "0"),
            (PARTS, chose("m1", "m3"), "3"),
            (PARTS, chose("m1", "m2", "m3"), "4"),
            (PARTS, chose(), "0"),
            (replace(PARTS, max_points=D(3)), chose("m1", "m2", "m3"), "3"),
            (FULL, ratio("50", "50"), "4"),
            (FULL, ratio("45", "50"), "3.60"),
            (FULL, ratio("60", "50"), "4"),
            (FULL, ratio("0", "50"), "0"),
            (FULL, ratio("1", "3"), "1.33"),
            (FULL, ratio("2", "3"), "2.67"),
            (CUT, ratio("10", "50"), "5"),
            (CUT, ratio("5", "50"), "2.50"),
            (CUT, ratio("30", "50"), "5"),
            (COUNT, count(2), "3.33"),
            (COUNT, count(3), "5"),
            (COUNT, count(40), "5"),
            (SHIFTING, breaches(0), "3"),
            (SHIFTING, breaches(2), "0"),
        ],
    )
    def test_answered(self, clause, answer, got):
        assert scoring.points(clause, answer) == Worth(D(got), clause.max_points)

    def test_half_a_hundredth_goes_up(self):
        assert scoring.points(replace(FULL, max_points=D("0.05")), ratio("1", "2")).points == D("0.03")

    # Plan III.1: 100 % means 100 %, 20 % means 20 %.
    @pytest.mark.parametrize(
        ("clause", "answer", "got"),
        [
            (FULL, ratio("99999", "100000"), "3.99"),
            (CUT, ratio("199999", "1000000"), "4.99"),
            (CUT, ratio("200000", "1000000"), "5"),
        ],
    )
    def test_a_hair_under_the_target_is_not_full(self, clause, answer, got):
        assert scoring.points(clause, answer).points == D(got)

    def test_not_applicable_and_pending_leave_the_denominator(self):
        assert scoring.points(FULL, NA) == OUT
        assert scoring.points(RANK, PENDING) == OUT

    @pytest.mark.parametrize("answer", [None, {}, NA, PENDING, {"state": "answered"}, ratio("1", "0")])
    def test_no_right_answer_is_nothing_of_the_full_points(self, answer):
        clause = replace(FULL, na_allowed=False)
        assert scoring.points(clause, answer) == Worth(D(0), D(4))


class TestRank:
    # Up one place means a smaller number (docs/domain.md 5.2). PCI 2022 of Bắc Kạn was 35.
    @pytest.mark.parametrize(("after", "got"), [(33, 2), (34, 2), (35, 0), (36, 0), (1, 2), (63, 0)])
    def test_smaller_is_better(self, after, got):
        assert scoring.points(RANK, ranks(PCI=(35, after))) == Worth(D(got), D(2))

    def test_an_unpublished_index_is_out_of_the_denominator(self):
        answer = ranks(PAR=(50, 48), SIPAS=(60, None), PCI=(None, 34))
        assert scoring.answer_problems(RANK, answer) == []
        assert scoring.points(RANK, answer) == Worth(D(2), D(2))

    def test_nothing_published_is_pending(self):
        assert scoring.points(RANK, ranks(PAR=(50, None))) == OUT
        assert scoring.points(RANK, ranks()) == OUT

    def test_improvement_by_more_places(self):
        clause = replace(RANK, params={"indices": INDICES, "improve_by": 3})
        assert scoring.points(clause, ranks(PCI=(35, 33))).points == 0
        assert scoring.points(clause, ranks(PCI=(35, 32))).points == 2

    def test_all_must_be_known_where_waiting_is_not_allowed(self):
        clause = replace(RANK, pending_allowed=False)
        assert scoring.answer_problems(clause, ranks(PAR=(2, 1), SIPAS=(2, 1), PCI=(2, None))) == [
            ("ranks", "PCI: hãy nhập đủ thứ hạng năm trước và năm nay.")
        ]


class TestCheck:
    @pytest.mark.parametrize(
        ("clause", "answer", "field", "words"),
        [
            (CHOICE, None, "state", "không đọc được"),
            (CHOICE, {}, "state", "Chưa chấm"),
            (CHOICE, NA, "state", "Không áp dụng"),
            (FULL, PENDING, "state", "Chưa công bố"),
            (CHOICE, {"state": ["answered"]}, "state", "Chưa chấm"),
            (CHOICE, chose(), "levels", "Hãy chọn một mức"),
            (CHOICE, chose("m1", "m2"), "levels", "Chỉ được chọn một mức"),
            (CHOICE, chose("m9"), "levels", "không nằm trong danh sách"),
            (CHOICE, {"state": "answered", "levels": "m1"}, "levels", "Hãy chọn"),
            (PARTS, chose("m1", "m1"), "levels", "hai lần"),
            (PARTS, {"state": "answered", "levels": [["m1"], {}]}, "levels", "Hãy chọn"),
            (FULL, ratio("-1", "5"), "numerator", "Hồ sơ cập nhật: hãy nhập một số không âm"),
            (FULL, ratio(-1, 5), "numerator", "không âm"),
            (FULL, ratio("1", "0"), "denominator", "Không áp dụng"),
            (FULL, ratio("1", 0.5), "denominator", "Mẫu số"),
            (FULL, ratio("1", "NaN"), "denominator", "không âm"),
            (FULL, ratio("Infinity", "1"), "numerator", "không âm"),
            (FULL, ratio(float("nan"), "1"), "numerator", "không âm"),
            (FULL, ratio("1e9", "1"), "numerator", "không âm"),
            (FULL, ratio(True, "1"), "numerator", "không âm"),
            (FULL, ratio("1", "9" * 20), "denominator", "quá lớn"),
            (FULL, ratio("1", "9" * 9999), "denominator", "không âm"),
            (FULL, ratio("1", 10**4000), "denominator", "quá lớn"),
            (COUNT, count(-1), "count", "hình thức"),
            (COUNT, count(1.5), "count", "số nguyên"),
            (COUNT, count("3"), "count", "số nguyên"),
            (COUNT, count(True), "count", "số nguyên"),
            (COUNT, count(10**9), "count", "quá lớn"),
            (SHIFTING, breaches(None), "breaches", "số nguyên"),
            (RANK, {"state": "answered", "ranks": []}, "ranks", "Hãy nhập"),
            (RANK, ranks(PAPI=(1, 1)), "ranks", "không nằm trong danh sách"),
            (RANK, ranks(PCI=(0, 1)), "ranks", "PCI: thứ hạng phải là số nguyên từ 1 đến 1.000"),
            (RANK, ranks(PCI=(True, 1)), "ranks", "PCI"),
            (RANK, ranks(PCI=(35, "34")), "ranks", "PCI"),
            (RANK, {"state": "answered", "ranks": {"PCI": 34}}, "ranks", "PCI"),
        ],
    )
    def test_wrong(self, clause, answer, field, words):
        problems = scoring.answer_problems(clause, answer)
        assert [name for name, _ in problems] == [field]
        assert words in problems[0][1]

    def test_both_numbers_missing_are_two_problems(self):
        assert [name for name, _ in scoring.answer_problems(FULL, {"state": "answered"})] == [
            "numerator",
            "denominator",
        ]

    @pytest.mark.parametrize("answer", [ratio("45.5", "50"), ratio(45, 50), ratio("0", "1")])
    def test_right(self, answer):
        assert scoring.answer_problems(FULL, answer) == []


hostile = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["1", "m1", "PCI"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["PCI", "PAR", "before", "after", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
hostile_answers = hostile | st.fixed_dictionaries(
    {"state": st.sampled_from(["answered", "not_applicable", "pending"]) | hostile},
    optional=dict.fromkeys(
        ("levels", "numerator", "denominator", "count", "breaches", "ranks", "junk"), hostile
    ),
)


class TestHostile:
    @settings(max_examples=300)
    @given(st.sampled_from(EVERY_KIND), hostile_answers)
    def test_nothing_crashes_and_points_stay_within_bounds(self, clause, answer):
        for field, sentence in scoring.answer_problems(clause, answer):
            assert field
            assert sentence.endswith(".")
        worth = scoring.points(clause, answer)
        assert 0 <= worth.out_of <= clause.max_points
        assert (worth.points is None) == (worth.out_of == 0)
        assert worth.points is None or 0 <= worth.points <= worth.out_of
        scoring.describe(answer)
        scoring.describe(answer, clause)
        total = scoring.sheet([clause], {clause.code: answer}).total
        assert total is None or 0 <= total <= 100

    def test_json_that_python_reads_but_nobody_means(self):
        answer = json.loads('{"state": "answered", "numerator": NaN, "denominator": Infinity}')
        assert len(scoring.answer_problems(FULL, answer)) == 2


# The collective's whole rubric (docs/domain.md 5.2), with the points of each clause.
RUBRIC = [
    rule("C1.1", "ratio", 6, {"target": "1"}),
    CHOICE,
    rule("C1.3", "ratio", 3, {"target": "1"}, na_allowed=True),
    rule("C2.1", "choice", 4, levels(4, 2, 0)),
    rule("C2.2", "ratio", 3, {"target": "1"}, na_allowed=True),
    SHIFTING,
    rule("C3.1", "choice", 4, levels(4, 2, 0)),
    PARTS,
    CUT,
    FULL,
    rule("C3.5", "ratio", 5, {"target": "1"}, na_allowed=True),
    rule("C3.6", "choice", 3, levels(3, 0)),
    rule("C4.1", "count", 6, {"target": 1}),
    rule("C4.2", "choice", 4, levels(4, 2, 0)),
    COUNT,
    rule("C5.2", "choice", 5, levels(5, 0)),
    rule("C6.1", "choice", 6, levels(2, 2, 2, multiple=True)),
    RANK,
    rule("C6.3", "choice", 3, levels(3, 0), pending_allowed=True),
    rule("C7.1", "ratio", 5, {"target": "1"}, na_allowed=True),
    rule("C7.2", "choice", 2, levels(2, 0), na_allowed=True),
    rule("C7.3", "ratio", 6, {"target": "1"}, na_allowed=True),
    replace(QUALITY, na_allowed=True),
]
BEST = {"ratio": ratio("1", "1"), "count": count(99), "gate": breaches(0)}


def best(clause):
    if clause.kind == "choice":
        given = [level["code"] for level in clause.params["levels"]]
        return chose(*(given if clause.params["multiple"] else given[:1]))
    return PENDING if clause.kind == "rank" else BEST[clause.kind]


PERFECT = {clause.code: best(clause) for clause in RUBRIC}


class TestSheet:
    def test_the_rubric_is_100(self):
        assert sum(clause.max_points for clause in RUBRIC) == 100

    def test_perfect_with_the_ranks_unpublished_is_100(self):
        sheet = scoring.sheet(RUBRIC, PERFECT)
        assert (sheet.total, sheet.got, sheet.out_of) == (D(100), D(94), D(94))
        assert sheet.by_clause["C6.2"] == OUT
        assert sheet.by_criterion["C6"] == Worth(D(9), D(9))
        assert (sheet.unanswered, sheet.breaches) == ([], [])
        assert list(sheet.by_criterion) == ["C1", "C2", "C3", "C4", "C5", "C6", "C7"]

    def test_not_applicable_renormalises(self):
        # No projects at all: C7 leaves; of the remaining 79 (94 - 15), C1.1 earns 3 of 6.
        answers = PERFECT | dict.fromkeys(("C7.1", "C7.2", "C7.3", "C7.4"), NA)
        sheet = scoring.sheet(RUBRIC, answers | {"C1.1": ratio("1", "2")})
        assert sheet.by_criterion["C7"] == OUT
        assert (sheet.got, sheet.out_of) == (D(76), D(79))
        assert sheet.total == D("96.20")

    def test_a_breach_zeroes_a_whole_criterion(self):
        sheet = scoring.sheet(RUBRIC, PERFECT | {"C2.3": breaches(1)})
        assert sheet.by_criterion["C2"] == Worth(D(0), D(10))
        assert sheet.breaches == ["C2.3"]
        assert sheet.total == D("89.36")

    def test_a_breach_zeroes_one_clause(self):
        sheet = scoring.sheet(RUBRIC, PERFECT | {"C7.4": breaches(1)})
        assert sheet.by_clause["C7.1"] == Worth(D(0), D(5))
        assert sheet.by_criterion["C7"] == Worth(D(8), D(15))

    def test_a_breach_leaves_what_does_not_apply_alone(self):
        sheet = scoring.sheet(RUBRIC, PERFECT | {"C2.3": breaches(1), "C2.2": NA})
        assert sheet.by_clause["C2.2"] == OUT
        assert sheet.by_criterion["C2"] == Worth(D(0), D(7))

    def test_leaving_out_never_helps(self):
        answers = dict(PERFECT)
        del answers["C5.1"]
        answers["C4.1"] = count(-5)
        sheet = scoring.sheet(RUBRIC, answers)
        assert sheet.unanswered == ["C4.1", "C5.1"]
        assert (sheet.got, sheet.out_of) == (D(83), D(94))

    def test_nothing_applies(self):
        sheet = scoring.sheet([FULL, RANK], {"C3.4": NA, "C6.2": PENDING})
        assert (sheet.total, sheet.got, sheet.out_of) == (None, 0, 0)
        assert scoring.sheet([], {}).total is None

    def test_a_hair_under_everything_is_not_100(self):
        clause = rule("X1", "ratio", 100, {"target": "1"})
        half = rule("X2", "choice", "0.01", levels("0"))
        sheet = scoring.sheet([clause, half], {"X1": ratio("1", "1"), "X2": chose("m1")})
        assert sheet.total == D("99.99")

    @given(st.data())
    def test_more_never_lowers_the_total(self, data):
        done = data.draw(st.integers(0, 100))
        fewer = data.draw(st.integers(0, done))
        totals = [
            scoring.sheet(RUBRIC, PERFECT | {"C3.5": ratio(str(n), "100")}).total for n in (fewer, done)
        ]
        assert totals[0] <= totals[1]


class TestMember:
    RULES = (CHOICE, FULL, COUNT)  # 6 + 4 + 5

    def test_total(self):
        given = {"C1.2": D(6), "C3.4": D("3.6"), "C5.1": D(0)}
        assert scoring.member_total(self.RULES, given) == D("64.00")

    def test_excluded_clauses_leave_the_denominator(self):
        given = {"C1.2": D(6), "C3.4": None, "C5.1": D(4)}
        assert scoring.member_total(self.RULES, given, {"C3.4"}) == D("90.91")
        assert scoring.member_total(self.RULES, {}, {"C1.2", "C3.4", "C5.1"}) is None

    @pytest.mark.parametrize(
        ("points", "sentence"),
        [
            (None, "Ý C5.1: chưa cho điểm."),
            (D("5.01"), "Ý C5.1: điểm phải từ 0 đến 5."),
            (D("-0.01"), "Ý C5.1: điểm phải từ 0 đến 5."),
            (D("NaN"), "Ý C5.1: điểm phải từ 0 đến 5."),
            (True, "Ý C5.1: điểm phải từ 0 đến 5."),
            ("5", "Ý C5.1: điểm phải từ 0 đến 5."),
        ],
    )
    def test_a_sheet_with_a_hole_or_too_many_points_has_no_total(self, points, sentence):
        given = {"C1.2": D(6), "C3.4": D(4), "C5.1": points}
        assert scoring.member_points_problems(self.RULES, given) == [("C5.1", sentence)]
        with pytest.raises(ValueError, match=sentence):
            scoring.member_total(self.RULES, given)

    def test_mean(self):
        assert scoring.mean([D("90"), D("90.01")]) == D("90.01")
        assert scoring.mean([D("80"), None, D("90"), D("90")]) == D("86.67")
        assert scoring.mean([None]) is None
        assert scoring.mean([]) is None


def row(name, **keys):
    return {"name": name, "score": D(90), "yes_votes": 7, "women_share": Fraction(1, 2)} | keys


CHAIN = ["score", "yes_votes", "women_share"]


def standing(ranked):
    return [(one["place"], one["name"], one["tied"]) for one in ranked]


class TestRanking:
    def test_each_key_in_turn(self):
        rows = [
            row("ít nữ", women_share=Fraction(1, 3)),
            row("ít phiếu", yes_votes=6),
            row("cao điểm", score=D("90.01"), yes_votes=1),
            row("nhiều nữ"),
        ]
        assert standing(scoring.rank(rows, CHAIN)) == [
            (1, "cao điểm", False),
            (2, "nhiều nữ", False),
            (3, "ít nữ", False),
            (4, "ít phiếu", False),
        ]

    def test_equals_share_a_place_and_the_next_is_skipped(self):
        rows = [row("a"), row("b", score=D("90.00")), row("c", score=D(80)), row("d", score=D(95))]
        assert standing(scoring.rank(rows, CHAIN)) == [
            (1, "d", False),
            (2, "a", True),
            (2, "b", True),
            (4, "c", False),
        ]

    def test_the_chair_orders_what_is_left_equal(self):
        rows = [row("a", chair=None), row("b", chair=-2), row("c", chair=-1)]
        assert [one["tied"] for one in scoring.rank(rows, CHAIN)] == [True, True, True]
        assert standing(scoring.rank(rows, [*CHAIN, "chair"])) == [
            (1, "c", False),
            (2, "b", False),
            (3, "a", False),
        ]

    def test_no_score_is_last_and_yes_comes_before_no(self):
        rows = [
            row("không điểm", score=None, direct_worker=True),
            row("gián tiếp", score=D(0), direct_worker=False),
            row("trực tiếp", score=D(0), direct_worker=True),
        ]
        assert standing(scoring.rank(rows, ["score", "direct_worker"])) == [
            (1, "trực tiếp", False),
            (2, "gián tiếp", False),
            (3, "không điểm", False),
        ]

    def test_the_rows_given_are_left_as_they_were(self):
        rows = [row("a")]
        scoring.rank(rows, CHAIN)
        assert rows == [row("a")]

    def test_a_misspelt_key_is_no_tie(self):
        with pytest.raises(KeyError):
            scoring.rank([row("a")], ["scores"])

    def test_nobody(self):
        assert scoring.rank([], CHAIN) == []


@pytest.mark.parametrize(
    ("answer", "clause", "text"),
    [
        (NA, FULL, "không áp dụng"),
        (PENDING, RANK, "chưa công bố"),
        (chose("m1", "m2"), PARTS, "Mức 1; Mức 2"),
        (chose("m1"), None, "m1"),
        (ratio("1234.5", "2000"), FULL, "1.234,5/2.000"),
        (count(3), COUNT, "3 hình thức"),
        (breaches(0), SHIFTING, "không có vi phạm"),
        (breaches(2), SHIFTING, "2 vụ việc vi phạm"),
        (ranks(PCI=(35, None)), RANK, "PCI: 35 → …"),
        ({}, FULL, ""),
    ],
)
def test_describe(answer, clause, text):
    assert scoring.describe(answer, clause) == text
