"""What a probe, a clumsy hand or a broken browser sends: a sentence comes back, never a fault, and nothing is written.

Marked `postgres` where the two databases stumble over different things.
"""

import errno
from datetime import date

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.test import Client, override_settings

from awards import actions, sealing, workflow
from awards.exceptions import Refused
from awards.models import CouncilMember, CouncilSession, Decision, Event, Nomination
from campaigns import clock
from campaigns.models import User
from tests import cast as maker
from tests.awards.views.helpers import posted as fields

from .access import world as houses

pytestmark = pytest.mark.django_db

ADMIN = "/quan-tri/"
HUGE, ENDLESS, ARABIC = "9" * 25, "9" * 5000, "\u0663"
REASON = "Hồ sơ thiếu minh chứng cho số liệu quý IV. "


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """Every object of the site, built once: sealing its papers takes seconds. Each test undoes what it writes."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("uploads")),
        clock.at(maker.BEFORE),
        transaction.atomic(),
    ):
        yield houses.build(maker.assemble())
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def cast(world):
    return world.cast


@pytest.fixture
def ask(cast):
    """ask("chi", "post", address, data) → the answer; what it wrote is undone."""

    def asked(who, method, address, data=None, **more):
        client = Client()
        if who:
            client.force_login(cast.users[who])
        with transaction.atomic():
            answer = getattr(client, method)(address, data or {}, **more)
            answer.events = Event.objects.count()
            transaction.set_rollback(True)
        return answer

    return asked


# --- addresses and filters --------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.parametrize(
    "address", ["/ho-so/%00/", "/ho-so/a%00b/", "/dang-nhap/?next=%00", f"{ADMIN}awards/decision/?kind=%00"]
)
def test_a_null_byte_in_an_address_is_a_bad_request(ask, address):
    assert ask("chi", "get", address).status_code == 400


TABLES = ["nomination", "event", "decision", "councilsession"]
FILTERS = [f"id__in={HUGE}", f"id={ENDLESS}", f"actor={HUGE}", f"actor={ENDLESS}", f"p={ENDLESS}", "o=x.y"]


@pytest.mark.postgres
@pytest.mark.parametrize("table", TABLES)
def test_a_filter_that_no_column_can_hold_is_set_aside(ask, table):
    for wanted in FILTERS:
        answer = ask("quan", "get", f"{ADMIN}awards/{table}/?{wanted}")
        assert answer.status_code in (200, 302), wanted


def test_the_export_of_an_impossible_filter_is_no_workbook(ask):
    assert ask("chi", "get", f"{ADMIN}awards/nomination/xuat/proposed/?id__in={HUGE}").status_code == 404


def test_a_filter_never_reaches_into_accounts(ask):
    """?created_by__password__startswith=a would tell the hash letter by letter."""
    answer = ask("chi", "get", f"{ADMIN}awards/nomination/?created_by__password__startswith=a")
    assert answer.status_code == 400


@pytest.mark.postgres
@pytest.mark.parametrize("pk", ["0", HUGE, ENDLESS, "9223372036854775808", ARABIC])
def test_rows_that_cannot_be_are_not_found(world, ask, pk):
    session = f"awards/councilsession/{world.open_session.pk}"
    for address in (
        f"awards/nomination/{pk}/change/",
        f"awards/event/{pk}/change/",
        f"awards/decision/soan/{pk}/proposal/",
        f"{session}/ho-so/{pk}/",
    ):
        assert ask("thu", "get", ADMIN + address).status_code in (403, 404), address
    assert ask("an", "get", f"/ho-so/{world.a.reference}/bien-nhan/{pk}/").status_code == 404


# --- posted keys and numbers ------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.parametrize("key", ["abc", "\0", HUGE, ENDLESS, ARABIC, "-1"])
def test_ticked_rows_that_are_no_numbers_are_a_bad_request(ask, key):
    answer = ask(
        "chi", "post", f"{ADMIN}awards/nomination/", {"action": "bulk_receive", "_selected_action": [key]}
    )
    assert answer.status_code == 400


def chosen_rows(world):
    """[(who, address, posted, name of the field that chooses rows)] of every form that has one."""
    campaign, unit = world.cast.campaign.pk, world.cast.unit_a.pk
    paper = {
        "number": "9",
        "symbol": "QĐ",
        "signer_title": "GĐ",
        "note": "",
        "nominations": [world.recommended.pk],
    }
    window = {
        "campaign": campaign,
        "unit": unit,
        "reason": REASON,
        "open_until_0": "08/01/2024",
        "open_until_1": "00:00",
    }
    session = {"campaign": campaign, "place": "P", "scheduled_at_0": "08/01/2024", "scheduled_at_1": "00:00"}
    batch = {"campaign": campaign, "what": "luu_tru", "form": "pdf", "unit": unit}
    seat = {"campaign": campaign, "person": world.cast.people["nominee"].pk, "role": "member", "order": "9"}
    account = {
        "username": "moi",
        "full_name": "Mới",
        "role": "clerk",
        "unit": unit,
        "person": "",
        "is_active": "on",
    }
    signed = world.signed_decision.pk
    asked = [
        ("chi", f"awards/decision/soan/{campaign}/department_award/", paper, ["nominations"]),
        ("chi", f"awards/decision/{world.draft_decision.pk}/change/", paper, ["nominations"]),
        ("chi", "awards/latewindow/add/", window, ["campaign", "unit"]),
        ("thu", "awards/councilsession/add/", session, ["campaign"]),
        ("chi", "awards/batch/", batch, ["campaign", "unit"]),
        ("chi", f"awards/decision/{signed}/giay-khen/", {"do": "pdf"}, ["award"]),
        ("quan", "awards/councilmember/add/", seat, ["campaign", "person"]),
        ("quan", "campaigns/user/add/", account, ["unit", "person"]),
    ]
    return [(who, address, posted, name) for who, address, posted, names in asked for name in names]


@pytest.mark.postgres
@pytest.mark.parametrize("key", ["abc", "\0", HUGE, ENDLESS, ARABIC, "-1", "0"])
def test_a_forged_key_of_a_row_is_a_sentence(world, ask, key):
    for who, address, posted, name in chosen_rows(world):
        answer = ask(who, "post", ADMIN + address, {**posted, name: key})
        assert answer.status_code in (200, 409), (address, name)
        page = answer.context
        form = page["adminform"].form if "adminform" in page else page["form"]
        assert list(form.errors) == [name], (address, name)
    offered = ask("quan", "get", f"{ADMIN}awards/councilmember/add/", {"person": key})
    assert offered.status_code == (400 if key == "\0" else 200)


@pytest.mark.parametrize("key", ["abc", HUGE, ENDLESS, "-1"])
def test_a_forged_key_among_the_rows_of_the_plan_is_a_sentence(world, ask, key):
    address = f"{ADMIN}campaigns/campaign/{world.cast.campaign.pk}/change/"
    CouncilSession.objects.filter(status="open").update(status="planned", opened_at=None)
    page = fields(ask("quan", "get", address))
    for name in ("form_regime", "award_forms-0-id"):
        assert name in page
        answer = ask("quan", "post", address, {**page, name: key})
        assert answer.status_code == 200, name
        assert answer.context["errors"], name


@pytest.mark.parametrize("row", [f"{HUGE}:1", f"{ENDLESS}:1", f"1:{ENDLESS}", f"{ARABIC}:1", "a:b", ":"])
def test_bulk_rows_that_are_no_numbers_are_nobody(world, ask, row):
    answer = ask("chi", "post", f"{ADMIN}awards/nomination/hang-loat/receive/", {"row": row})
    assert answer.status_code == 303


@pytest.mark.parametrize("version", ["", "0", "-1", "1.5", HUGE, ENDLESS, ARABIC])
def test_an_unreadable_version_is_a_stale_one(world, ask, version):
    before = Event.objects.count()
    step = ask(
        "chi", "post", f"{ADMIN}awards/nomination/{world.submitted.pk}/buoc/receive/", {"version": version}
    )
    own = ask("an", "post", f"/ho-so/{world.a.reference}/rut/", {"note": REASON, "version": version})
    closed = world.closed_session
    posted = {f"verb-{item.pk}": "decline" for item in closed.items.all()}
    posted |= {f"version-{item.pk}": version for item in closed.items.all()}
    results = ask("thu", "post", f"{ADMIN}awards/councilsession/{closed.pk}/ket-luan/", posted)
    assert [step.status_code, own.status_code, results.status_code] == [409, 409, 409]
    assert {step.events, own.events, results.events} == {before}


@pytest.mark.parametrize("points", [ENDLESS, "1e5", "NaN", "-1", "1,2345", ARABIC])
def test_points_that_are_no_points_come_back_as_a_sentence(world, ask, points):
    item = world.open_session.items.get()
    posted = {f"points-{rule.code}": points for rule in actions.council_scores.clauses_for(item.nomination)}
    answer = ask(
        "giang", "post", f"{ADMIN}awards/councilsession/{world.open_session.pk}/ho-so/{item.pk}/", posted
    )
    assert answer.status_code == 409


@pytest.mark.parametrize("order", ["0", "1000", ENDLESS, ARABIC, "-1", "x"])
def test_an_impossible_place_is_refused(world, ask, order):
    item = world.open_session.items.get()
    address = f"{ADMIN}awards/councilsession/{world.open_session.pk}/ho-so/{item.pk}/thu-tu/"
    assert ask("dung", "post", address, {"order": order, "note": REASON}).status_code == 409


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/9999"])
def test_a_session_or_window_outside_our_time_is_refused(cast, ask, day):
    posted = {
        "campaign": cast.campaign.pk,
        "place": "Phòng họp",
        "scheduled_at_0": day,
        "scheduled_at_1": "00:00",
    }
    assert ask("thu", "post", f"{ADMIN}awards/councilsession/add/", posted).status_code == 409
    posted = {"campaign": cast.campaign.pk, "unit": cast.unit_a.pk, "reason": REASON}
    posted |= {"open_until_0": day, "open_until_1": "00:00"}
    assert ask("chi", "post", f"{ADMIN}awards/latewindow/add/", posted).status_code == 409


@pytest.mark.parametrize("number", ["\u0665", "5\u0665", "５"])
def test_a_paper_is_numbered_in_our_own_digits(world, ask, number):
    posted = {"plan_number": number, "plan_date": "17/11/2023"}
    answer = ask("chi", "post", f"{ADMIN}campaigns/campaign/{world.cast.campaign.pk}/so-ke-hoach/", posted)
    assert answer.status_code == 409
    posted = {"number": number, "symbol": "QĐ", "signer_title": "GĐ", "nominations": [world.recommended.pk]}
    address = f"{ADMIN}awards/decision/soan/{world.cast.campaign.pk}/department_award/"
    assert ask("chi", "post", address, posted).status_code == 409


# --- texts ------------------------------------------------------------------------------------------------

LONG = "x" * 5000


@pytest.mark.postgres
@pytest.mark.parametrize("text", ["a\0b" * 20, "\u202e" + REASON, LONG], ids=["null", "rtl", "long"])
def test_no_reason_breaks_the_database_or_the_history(world, ask, text):
    """Cleaned, or refused as too long: on PostgreSQL a null byte and a long text were faults."""
    cast, session, item = world.cast, world.open_session, world.open_session.items.get()
    absent = {f"presence-{seat.pk}": "absent" for seat in cast.seats.values()}
    absent |= {f"reason-{seat.pk}": text for seat in cast.seats.values()}
    points = {}
    for rule in actions.council_scores.clauses_for(item.nomination):
        points |= {f"points-{rule.code}": "0", f"note-{rule.code}": text}
    council = f"{ADMIN}awards/councilsession/"
    received = f"{ADMIN}awards/nomination/{world.received.pk}"
    asked = [
        ("chi", f"{received}/kiem-tra/letter/", {"is_right": "0", "note": text}, world.received),
        ("chi", f"{received}/buoc/return/", {"note": text}, world.received),
        ("an", f"/ho-so/{world.a.reference}/rut/", {"note": text}, world.a),
        ("thu", f"{council}{world.planned_session.pk}/diem-danh/", absent, world.planned_session),
        ("thu", f"{council}{session.pk}/ket-thuc/", {"conclusion": text}, session),
        ("dung", f"{council}{session.pk}/ho-so/{item.pk}/thu-tu/", {"order": "1", "note": text}, item),
        ("giang", f"{council}{session.pk}/ho-so/{item.pk}/", points, item),
    ]
    for who, address, posted, row in asked:
        answer = ask(who, "post", address, {"version": getattr(row, "version", ""), **posted})
        wanted = (409,) if text == LONG else (302, 303, 409)
        assert answer.status_code in wanted, address


@pytest.mark.postgres
def test_what_the_office_notes_on_a_paper_is_kept_clean(world):
    client = Client()
    client.force_login(world.cast.chi)
    address = f"{ADMIN}awards/nomination/{world.received.pk}/kiem-tra/letter/"
    client.post(
        address,
        {"version": world.received.version, "is_right": "0", "note": "thie\u0302\u0301u\0 so\u0302\u0301"},
    )
    assert Event.objects.filter(verb="check_paper").last().note == "thiếu số"


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "x" * 100_000])
def test_an_impossible_account_name_at_the_door_is_a_sentence(cast, ask, name):
    answer = ask("", "post", "/dang-nhap/", {"username": name, "password": "mat-khau"})
    assert answer.status_code == 200


# --- seats ------------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.parametrize("role", ["chair", "secretary"])
def test_a_second_chair_or_secretary_is_refused_in_words(cast, ask, role):
    address = f"{ADMIN}awards/councilmember/{cast.seats['hai'].pk}/change/"
    answer = ask("quan", "post", address, {"role": role, "order": "4", "is_active": "on"})
    assert answer.status_code == 200
    assert "Mỗi Hội đồng có một" in answer.content.decode()
    assert CouncilMember.objects.filter(role=role).count() == 1


# --- rights -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"), [("an", 200), ("chi", 404), ("dung", 404), ("giang", 404), ("khach", 404)]
)
def test_what_a_unit_still_collects_is_its_own(world, ask, who, status):
    """Evidence that no submission has shown: not to the Office, even by its address."""
    item = actions.dossiers.add_evidence(
        world.a, maker.docx_upload(), by=world.cast.an, description="Chưa gửi"
    )
    address = f"/ho-so/{world.a.reference}/minh-chung/{item.key}/"
    assert ask(who, "get", address).status_code == status
    shown = f"/ho-so/{world.a.reference}/minh-chung/{world.evidence.key}/"
    assert ask("chi", "get", shown).status_code == 200


def test_an_office_account_tied_to_another_unit_does_not_receive_the_office_s_own_dossier(cast, ask):
    maker.start(cast, unit=cast.office_unit, by=cast.van)
    own = Nomination.objects.get(unit=cast.office_unit)
    Nomination.objects.filter(pk=own.pk).update(status="submitted")
    own.refresh_from_db()
    User.objects.filter(pk=cast.chi.pk).update(unit=cast.unit_b)
    refused = workflow.refusal("receive", own, User.objects.get(pk=cast.chi.pk))
    assert "do chính Văn phòng lập" in refused


def test_nobody_receives_the_dossier_that_proposes_him(world):
    User.objects.filter(pk=world.cast.chi.pk).update(person=world.cast.people["nominee"])
    Nomination.objects.filter(pk=world.a.pk).update(status="submitted")
    chi = User.objects.get(pk=world.cast.chi.pk)
    assert "Bạn là người được đề nghị" in workflow.refusal(
        "receive", Nomination.objects.get(pk=world.a.pk), chi
    )


def test_the_administrator_gives_himself_no_role(cast, ask):
    address = f"{ADMIN}campaigns/user/{cast.quan.pk}/change/"
    client = Client()
    client.force_login(cast.quan)
    client.post(address, {"username": "quan", "full_name": "Quân", "email": "", "role": "director"})
    cast.quan.refresh_from_db()
    assert (cast.quan.role, cast.quan.is_active) == ("administrator", True)


def test_an_office_account_belongs_to_the_office(cast, ask):
    posted = {
        "username": "moi",
        "full_name": "Mới",
        "role": "office",
        "unit": cast.unit_a.pk,
        "is_active": "on",
    }
    answer = ask("quan", "post", f"{ADMIN}campaigns/user/add/", posted)
    assert "phải gắn với Văn phòng Sở" in answer.content.decode()


# --- the day of a paper ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2023, 9, 1), date(2024, 1, 2), date(2024, 1, 4)])
def test_a_decision_dated_before_the_session_or_after_today_is_not_signed(world, day):
    """The Council sat on 03/01/2024, which is also today."""
    Decision.objects.filter(pk=world.draft_decision.pk).update(issued_on=day)
    with pytest.raises(Refused, match="Ngày ký"):
        actions.decisions.sign(Decision.objects.get(pk=world.draft_decision.pk), by=world.cast.dung)
    world.recommended.refresh_from_db()
    assert world.recommended.status == "recommended"


# --- a machine in trouble ----------------------------------------------------------------------------------


@pytest.fixture
def full_disk(monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", refuse)


def test_a_full_disk_refuses_an_upload_in_words(world, ask, full_disk):
    before = world.a.evidence.count()
    answer = ask("an", "post", f"/ho-so/{world.a.reference}/minh-chung/", {"file": maker.docx_upload()})
    assert answer.status_code == 200
    assert "chưa lưu được tệp" in answer.content.decode()
    assert world.a.evidence.count() == before


def test_a_full_disk_leaves_a_submission_undone(world, full_disk):
    before = world.a.submissions.count()
    with pytest.raises(Refused, match="chưa lưu được tệp"):
        workflow.take("submit", world.a, by=world.cast.an)
    world.a.refresh_from_db()
    assert (world.a.status, world.a.submissions.count()) == ("returned", before)


def test_a_fault_while_a_paper_is_made_leaves_nothing_half_written(world, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the printer is on fire")

    monkeypatch.setattr(sealing.papers, "pdf", broken)
    before = Event.objects.count()
    with pytest.raises(RuntimeError):
        workflow.take("submit", world.a, by=world.cast.an)
    world.a.refresh_from_db()
    assert (world.a.status, Event.objects.count()) == ("returned", before)


# --- the door -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted", ["https://a.test/", "//a.test", "/\\a.test", "javascript:alert(1)", "/dang-nhap/"]
)
def test_the_door_leads_nowhere_else(cast, ask, wanted):
    for who in ("", "an"):
        answer = ask(
            who, "post", f"/dang-nhap/?next={wanted}", {"username": "an", "password": maker.PASSWORD}
        )
        assert (answer.status_code, answer["Location"]) == (302, "/")
