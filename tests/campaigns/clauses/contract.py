"""What every kind of clause keeps, those of the house and one that a test brings: asked of a clause of that kind."""

import random
from types import SimpleNamespace
from unicodedata import is_normalized

from django.template.loader import get_template

from awards import scoring
from awards.forms.scores import ClauseForm
from campaigns import clauses, rules
from campaigns.models import Clause


def holds(clause):
    """`clause` is stored and right. Raises AssertionError."""
    kind = clauses.of(clause.kind)
    _is_named(kind)
    _tells_right_params_from_wrong(kind, clause)
    for full in (True, False):
        answer = {"state": "answered", **kind.sample(clause.params, full, random.Random(1))}
        _is_counted_and_told(kind, clause, answer, full)
        _comes_back_from_the_page(clause, answer)
    _refuses_what_is_no_answer(clause)


def _is_named(kind):
    assert kind.code.isascii()
    assert kind.code.islower()
    assert len(kind.code) <= Clause._meta.get_field("kind").max_length
    assert _is_text(kind.label)
    assert (kind.code, kind.label) in clauses.choices()
    assert [other.order for other in clauses.kinds().values()].count(kind.order) == 1
    get_template(kind.template)


def _tells_right_params_from_wrong(kind, clause):
    assert list(rules.findings_of_clause(clause)) == []
    assert kind.is_shaped(clause.params)
    # A key that nobody reads is no reason to show nothing.
    assert kind.is_shaped(clause.params | {"": 5})
    assert all(_is_text(line) for line in kind.params_words(clause.params))
    for params in (None, [], "x", {}):
        assert not kind.is_shaped(params)
    for key in kind.shape.keys() - kind.optional:
        assert key == kind.rows or key in kind.params_form.base_fields, "no box for it"
        for params in (clause.params | {key: {}}, {k: v for k, v in clause.params.items() if k != key}):
            assert not kind.is_shaped(params)
            assert _findings(clause, params)
    assert kind.rows in ("", kind.params_form.rows_name)


def _findings(clause, params):
    right, clause.params = clause.params, params
    found = list(rules.findings_of_clause(clause))
    clause.params = right
    assert all(path[0] == "params" and _is_sentence(sentence) for path, sentence in found)
    return found


def _is_counted_and_told(kind, clause, answer, full):
    assert scoring.answer_problems(clause, answer) == []
    worth = scoring.points(clause, answer)
    assert 0 <= worth.points <= worth.out_of <= clause.max_points
    assert worth.points == clause.max_points or not full
    assert worth.points == round(worth.points, 2)
    assert _is_text(scoring.describe(answer, clause))
    # Where the clause is gone, one kind alone reads it.
    assert [other.code for other in clauses.kinds().values() if other.answer_key in answer] == [kind.code]
    assert _is_text(scoring.describe(answer))
    assert all(isinstance(code, str) for code in scoring.codes(answer))


def _comes_back_from_the_page(clause, answer):
    row = SimpleNamespace(answer=answer, version=1, explanation="")
    shown = ClauseForm(clause, row)
    # A browser posts each tick for itself.
    data = {name: text.split("|") if "|" in text else text for name, text in shown.typed.items()}
    form = ClauseForm(clause, row, {**data, shown.add_prefix("was"): shown.digest})
    assert form.is_valid(), form.errors
    assert _unordered(form.answer) == _unordered(answer)
    assert not form.is_touched
    blank = ClauseForm(clause, None)
    unanswered = ClauseForm(clause, None, blank.typed)
    assert unanswered.is_valid(), unanswered.errors
    assert unanswered.answer == {}


def _unordered(answer):
    """Ticks are posted in the order of the page."""
    return {key: sorted(part) if isinstance(part, list) else part for key, part in answer.items()}


def _refuses_what_is_no_answer(clause):
    kind = clauses.of(clause.kind)
    for detail in ({}, {kind.answer_key: None}, {kind.answer_key: "NaN"}, {kind.answer_key: True}):
        problems = scoring.answer_problems(clause, {"state": "answered", **detail})
        assert problems
        assert all(field and _is_sentence(sentence) for field, sentence in problems)


def _is_text(text):
    return bool(text.strip()) and is_normalized("NFC", text)


def _is_sentence(text):
    return _is_text(text) and text.endswith((".", "?"))
