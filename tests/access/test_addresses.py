"""Who may open what: every address × every account, as addresses.txt says it."""

from pathlib import Path

import pytest

from .world import ACCOUNTS, NOBODY, addresses

# Sealed papers are among the addresses.
pytestmark = [pytest.mark.django_db, pytest.mark.pango]

TABLE = Path(__file__).with_name("addresses.txt")
OPEN = {"healthz", "login"}
# What whoever holds a certificate may read, logged in anywhere or not.
PUBLIC = {"result", "result@guessed"}
HEAD = f"{'':5}{'':47}" + " ".join(f"{name:>6}" for name in ACCOUNTS)


def line(method, name, codes):
    return f"{method:5}{name:47}" + " ".join(f"{code:>6}" for code in codes)


def found(answers):
    names = dict.fromkeys(name for _, name, _ in answers)
    return {
        (method, name): [answers[method, name, who].status for who in ACCOUNTS]
        for name in names
        for method in ("GET", "POST")
    }


def expected():
    rows = {}
    for text in TABLE.read_text().splitlines():
        if text.strip() and not text.startswith(("#", " ")):
            method, name, *codes = text.split()
            rows[method, name] = [int(code) for code in codes]
    return rows


def test_every_address_answers_each_account_as_the_table_says(walked):
    real, told = found(walked.answers), expected()
    wrong = [
        f"{line(*key, codes)}\n{line('', 'the table says', told.get(key, ['none']))}"
        for key, codes in real.items()
        if told.get(key) != codes
    ]
    assert not wrong, "\n".join(["", HEAD, *wrong])
    assert not set(told) - set(real), "lines of addresses that are no more"


def test_each_name_is_one_address():
    names = [address.name for address in addresses()]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


# --- what no table may say, whoever edits it ---------------------------------------------------------------


def test_nobody_gets_in_without_a_name():
    for (method, name), codes in expected().items():
        if name not in OPEN | PUBLIC:
            assert codes[ACCOUNTS.index(NOBODY)] in (302, 401), (method, name)


def test_no_page_breaks():
    assert not [key for key, codes in expected().items() if any(code >= 500 for code in codes)]


def test_units_never_enter_the_administration():
    for (method, name), codes in expected().items():
        if name.startswith(("admin:", "quan-tri/")):
            for who in ("an", "anh", "binh"):
                assert codes[ACCOUNTS.index(who)] in (302, 403), (method, name, who)


def test_another_unit_and_another_department_see_nothing_of_unit_a(walked):
    world, answers = walked.world, walked.answers
    told = {world.a.reference, world.a.nominee_name}
    for (method, name, who), answer in answers.items():
        if who in ("binh", "khach"):
            assert not [text for text in told if text in answer.body], (method, name, who)


def test_another_department_sees_nothing_of_this_one(walked):
    world, answers = walked.world, walked.answers
    department = world.cast.campaign.department.name
    leaks = [key[:2] for key, answer in answers.items() if key[2] == "khach" and department in answer.body]
    assert not [key for key in leaks if key[1] not in PUBLIC]


def test_the_open_page_of_a_certificate_is_the_same_for_everybody():
    for (method, name), codes in expected().items():
        if name in PUBLIC:
            assert set(codes) == {405 if method == "POST" else 404 if "@" in name else 200}


def test_what_only_the_administrator_may_post():
    for (method, name), codes in expected().items():
        writes = method == "POST" and not name.endswith(("_changelist", "_history"))
        if writes and name.startswith(("admin:campaigns_user", "admin:campaigns_unit_")):
            for who in ("chi", "giang", "thu", "dung", "khach"):
                # 302: Django's way to say that the row does not exist.
                assert codes[ACCOUNTS.index(who)] in (302, 403, 404), (name, who)


# --- bulk actions of the administration -----------------------------------------------------------------------

SHEETS = {"export_proposed", "export_decided", "export_both"}
OFFICE = {"bulk_receive", "bulk_return", "bulk_accept"}
COUNCIL = {"bulk_recommend", "bulk_lower", "bulk_decline"}
ACTIONS = {
    "chi": OFFICE | SHEETS,
    "thu": OFFICE | COUNCIL | SHEETS,
    "dung": OFFICE | COUNCIL | SHEETS,
    "giang": SHEETS,
    "quan": SHEETS,
    "khach": OFFICE | SHEETS,
}


def test_each_account_is_offered_its_own_actions_and_only_on_dossiers(walked):
    offered = {key: set(names) for key, names in walked.actions.items() if names}
    assert offered == {("awards.nomination", who): names for who, names in ACTIONS.items()}


def test_an_action_that_is_not_offered_shows_nothing_to_confirm(walked):
    asked = [(what, answer) for what, answer in walked.extras.items() if "'action': 'bulk_" in what]
    for who, confirmed in (("giang", 0), ("quan", 0), ("chi", len(OFFICE)), ("thu", len(OFFICE | COUNCIL))):
        pages = [answer for what, answer in asked if what.startswith(who) and "hang-loat/" in answer.body]
        assert len(pages) == confirmed, who
