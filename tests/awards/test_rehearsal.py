"""The rehearsal: a whole campaign through the real workflow, the same for the same seed, gone without a trace."""

import hashlib
import io
import json
import time
import unicodedata
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from awards import actions, audit, papers, policies, rehearsal, uploads, workflow
from awards.models import (
    Attendance,
    Award,
    CouncilMember,
    CouncilSession,
    Decision,
    Event,
    Evidence,
    Nomination,
    SealedPaper,
    Submission,
    VoteCast,
)
from awards.papers import registry
from awards.rehearsal import files
from campaigns import clock, plan
from campaigns.models import Campaign, Person, Unit, User
from tests.cast import make_unit, make_user

PLAN = Path(settings.BASE_DIR) / "campaigns" / "data" / "bac-kan-2023.toml"
S = Nomination.Status
REAL_RENDER = papers.pdf
DEADLINE_MORNING = datetime(2024, 1, 3, 9, 0, tzinfo=clock.ZONE)
AFTER_ALL = datetime(2024, 2, 5, 9, 0, tzinfo=clock.ZONE)

# Which statuses are to be seen after each chapter.
_BY_THE_DIRECTOR = {S.FORWARDED, S.AWARDED, S.NOT_AWARDED, S.REVOKED}
SEEN = {
    "units": set(),
    "drafting": {S.DRAFT, S.WITHDRAWN},
    "submission": {S.DRAFT, S.WITHDRAWN, S.SUBMITTED},
    "office": {S.DRAFT, S.WITHDRAWN, S.SUBMITTED, S.RECEIVED, S.RETURNED, S.ACCEPTED},
    "deadline": set(S) - _BY_THE_DIRECTOR,
    "council": set(S) - _BY_THE_DIRECTOR,
    "decision": set(S),
}


@contextmanager
def bare_plan(folder):
    """The plan alone, files and the kept password in a folder of the test's own; no PDFs, which are nine tenths
    of the time of a rehearsal: this is a machine without Pango.
    """
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(MEDIA_ROOT=folder / "uploads", VAR_DIR=folder),
    ):
        patch.delenv("REHEARSAL_PASSWORD", raising=False)
        patch.setattr(papers, "pdf", _no_pango)
        plan.load(PLAN)
        yield Campaign.objects.select_related("department").get(code="bac-kan-2023")


def _no_pango(*args, **kwargs):
    raise papers.Unavailable


@pytest.fixture
def campaign(db, tmp_path):
    with bare_plan(tmp_path) as row:
        yield row


@contextmanager
def played(blocker, folder, *args, at):
    """One rehearsal for several tests, each of which is taken back."""
    with blocker.unblock(), transaction.atomic(), bare_plan(folder) as row:
        rehearse(*args, at=at)
        yield row
        transaction.set_rollback(True)


@pytest.fixture(scope="class")
def whole_story(django_db_setup, django_db_blocker, tmp_path_factory):
    with played(django_db_blocker, tmp_path_factory.mktemp("whole"), at=AFTER_ALL) as row:
        yield row


def rehearse(*args, at=AFTER_ALL):
    out = io.StringIO()
    with clock.at(at):
        call_command("rehearse", *args, stdout=out)
    return out.getvalue()


def of(code):
    return Nomination.objects.with_names().exclude(status=S.WITHDRAWN).get(unit__code=code)


def user(username):
    return User.objects.select_related("unit", "person__unit", "department").get(username=username)


# --- the story ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("chapter", rehearsal.CHAPTERS)
def test_each_chapter_ends_where_it_says(campaign, chapter):
    said = rehearse("--until", chapter)
    assert chapter in said
    assert set(Nomination.objects.values_list("status", flat=True)) == SEEN[chapter]
    assert list(audit.verify(campaign)) == []
    instants = list(Event.objects.order_by("sequence").values_list("at", flat=True))
    assert instants == sorted(instants)
    assert instants[-1] <= rehearsal.CHAPTERS[chapter][1]


def test_the_chapters_go_forward_in_time():
    ends = [end for _, end in rehearsal.CHAPTERS.values()]
    assert ends == sorted(set(ends))
    assert SEEN.keys() == rehearsal.CHAPTERS.keys()


def test_the_department_is_whole(campaign):
    rehearse("--until", "units")
    assert Unit.objects.count() == 12
    assert Unit.objects.filter(kind=Unit.Kind.AFFILIATED).count() == 2
    assert Unit.objects.filter(kind=Unit.Kind.OFFICE).count() == 1
    assert Unit.objects.filter(kind=Unit.Kind.WHOLE).count() == 1
    assert Person.objects.count() == 120
    seats = list(CouncilMember.objects.order_by("order").values_list("role", flat=True))
    assert seats == ["chair", "vice", "secretary"] + ["member"] * 6
    assert set(User.objects.values_list("role", flat=True)) == set(User.Role.values)
    chair = CouncilMember.objects.get(role="chair")
    assert chair.person.users.get().role == User.Role.DIRECTOR


def test_names_are_difficult_on_purpose(campaign):
    rehearse("--until", "units")
    names = list(Person.objects.values_list("full_name", flat=True))
    for letter in "ĐƠƯÂY":
        assert any(name.startswith(letter) for name in names), letter
    assert max(map(len, names)) > 50
    assert len(set(names)) == len(names) - 1, "two people of one unit share a name"
    assert all(name == unicodedata.normalize("NFC", name) for name in names)


# --- what each role finds on the third of January ------------------------------------------------------


@pytest.fixture(scope="class")
def third_of_january(django_db_setup, django_db_blocker, tmp_path_factory):
    with played(
        django_db_blocker, tmp_path_factory.mktemp("deadline"), "--until", "deadline", at=DEADLINE_MORNING
    ) as row:
        yield row


@pytest.fixture
def deadline(third_of_january, db):
    with clock.at(DEADLINE_MORNING):
        yield third_of_january


class TestThirdOfJanuary:
    def test_the_units_have_one_to_correct_and_one_to_finish(self, deadline):
        returned, draft = of("vienthong"), of("cntt")
        assert returned.status == S.RETURNED
        assert "C5.1" in returned.events.filter(verb="return").get().note
        workflow.check("submit", returned, user("lanhdao.vienthong"))
        assert draft.status == S.DRAFT
        missing = policies.checklist.submission_obstacles(draft, clock.now())
        assert {line.place for line in missing} >= {"minutes", "report", "scores"}
        assert not {line.place for line in missing} & {"letter", "submit"}

    def test_the_whole_department_may_still_start(self, deadline):
        unit = Unit.objects.get(kind=Unit.Kind.WHOLE)
        started = actions.nominations.start(
            deadline, unit, by=user("canbo.vanphong"), kind="collective", award_form="bang_khen"
        )
        assert started.status == S.DRAFT

    def test_the_office_has_a_queue(self, deadline):
        office = user("vanphong")
        for code in ("thanhtra", "khtc"):
            workflow.check("receive", of(code), office)
        assert of("baochi").status == S.RECEIVED
        assert workflow.refusal("receive", of("vanphong"), office)
        workflow.check("receive", of("vanphong"), user("thuky"))

    def test_the_council_sits_and_waits_for_three(self, deadline):
        session = CouncilSession.objects.get(status=CouncilSession.Status.OPEN)
        assert set(session.items.values_list("nomination__unit__code", flat=True)) == {"ttcntt", "cds"}
        taking_part = session.attendance.exclude(presence=Attendance.Presence.ABSENT)
        assert taking_part.count() == 8
        voted = VoteCast.objects.filter(item__session=session).values_list("member", flat=True)
        waiting = taking_part.exclude(member__in=voted).values_list(
            "member__person__users__username", flat=True
        )
        assert set(waiting) == {"giamdoc", "thuky", "uyvien"}

    def test_three_accounts_can_finish_the_session(self, deadline):
        """What the printed table promises, done by its accounts alone."""
        session = CouncilSession.objects.select_related("campaign").get(status=CouncilSession.Status.OPEN)
        for item in session.items.select_related(
            "session__campaign", "nomination__unit", "nomination__person"
        ):
            own = {
                code: (points, "")
                for code, points in actions.council_scores.self_points(item.nomination).items()
            }
            for username in ("giamdoc", "thuky", "uyvien"):
                actions.council_scores.score(item, own, by=user(username))
                actions.council_scores.vote(item, "yes", by=user(username))
        actions.council_sessions.close_session(
            session, by=user("thuky"), conclusion="Hội đồng thống nhất kết quả bỏ phiếu."
        )
        workflow.take("recommend", of("cds"), by=user("thuky"))
        assert workflow.refusal("recommend", of("ttcntt"), user("thuky")), "7 of 9 are less than 80 %"
        workflow.take(
            "lower", of("ttcntt"), by=user("thuky"), note="Chưa đủ tỷ lệ Bằng khen, đủ tỷ lệ Giấy khen."
        )

    def test_the_director_has_something_to_sign(self, deadline):
        drafts = {row.kind: row for row in Decision.objects.all()}
        assert set(drafts) == {"department_award", "proposal"}
        for draft in drafts.values():
            actions.decisions.sign(draft, by=user("giamdoc"))
        assert (of("attt").status, of("ttgiamsat").status) == (S.AWARDED, S.FORWARDED)


def test_every_printed_account_can_log_in(campaign, monkeypatch):
    monkeypatch.setenv("REHEARSAL_PASSWORD", "mat khau dien tap")
    said = rehearse("--until", "units")
    assert "mat khau dien tap" in said
    guide = rehearsal.tomllib.loads(rehearsal.DATA.read_text())["guide"]
    assert guide["deadline"].keys() == guide["any"].keys()
    roles = set()
    for username, hint in guide["any"].items():
        assert username in said
        assert hint in said
        account = user(username)
        assert account.check_password("mat khau dien tap")
        roles.add(account.role)
    assert roles == set(User.Role.values)


# --- the end of the story -----------------------------------------------------------------------------


@pytest.mark.django_db
class TestTheEnd:
    def test_every_invented_name_says_that_it_is_a_sample(self, whole_story):
        assert not Person.objects.exclude(full_name__endswith="(mẫu)", is_sample=True).exists()
        assert not User.objects.exclude(full_name__endswith="(mẫu)", is_rehearsal=True).exists()
        plain = Unit.objects.exclude(name__endswith="(mẫu)")
        # These two stand in the plan itself.
        assert set(plain.values_list("name", flat=True)) == {"Văn phòng Sở", "Sở Thông tin và Truyền thông"}
        assert not Unit.objects.filter(is_sample=False).exists()
        assert not Decision.objects.exclude(number__contains="mẫu", signer_name__contains="(mẫu)").exists()
        campaign = Campaign.objects.get()
        assert (campaign.plan_number, campaign.plan_number_is_sample) == ("00", True)
        for content in Submission.objects.values_list("content", flat=True):
            assert content["campaign"]["plan_is_sample"]
            assert "(mẫu)" in content["report"]["confirmer_name"]

    def test_no_form_offers_somebody_real_as_the_one_who_signs(self, whole_story, client):
        client.force_login(user("vanphong"))
        address = reverse("admin:awards_decision_draft", args=[whole_story.pk, "proposal"])
        with clock.at(AFTER_ALL):
            page = client.get(address).content.decode()
        assert whole_story.department.head_name not in page
        assert Person.objects.get(position="Giám đốc", unit=None).full_name in page

    def test_nobody_real_signs_a_sample(self, whole_story):
        """Not even where the software fills in the head itself: the sheet of the province's money."""
        director = Person.objects.get(position="Giám đốc", unit=None).full_name
        with transaction.atomic(), clock.at(AFTER_ALL):
            office, forwarded = user("vanphong"), Nomination.objects.filter(status=S.FORWARDED)
            fields = {"number": "09-mẫu", "issued_on": clock.now().date(), "signer_name": "Chủ tịch (mẫu)"}
            outcome = actions.decisions.draft(whole_story, "province_award", forwarded, by=office, **fields)
            actions.decisions.sign(outcome, by=office)
            sources = {"session": CouncilSession, "decision": Decision, "award": Award, "campaign": Campaign}
            told = {
                (kind.code, source.pk): repr(kind.paper(source))
                for name, model in sources.items()
                for kind in registry.made_from(name)
                for source in model.objects.all()
                if kind.applies(source) and not kind.refusal(source)
            }
            transaction.set_rollback(True)
        assert {code for code, _ in told} >= {"payment", "decision", "proposal", "notice", "council_minutes"}
        assert [key for key, text in told.items() if whole_story.department.head_name in text] == []
        assert director in told["payment", outcome.pk]

    def test_the_whole_story(self, whole_story):
        late = Nomination.objects.get(is_late=True)
        assert (late.unit.code, late.status) == ("cntt", S.SUBMITTED)
        assert late.first_submitted_at >= whole_story.deadline_at
        assert of("ttcntt").award_form == "giay_khen"
        assert of("ttcntt").asked_form == "bang_khen"
        assert Award.objects.count() == 3
        assert Award.objects.exclude(revocation="").get().nomination.unit.code == "attt"
        assert {award.bonus_amount for award in Award.objects.all()} == {1_080_000}
        assert Nomination.objects.filter(status=S.FORWARDED).count() == whole_story.province_quota
        assert of("vienthong").submissions.count() == 2


# --- the same seed, the same data ---------------------------------------------------------------------


def digest():
    """Names, figures, statuses, references and instants; not the random keys and what is hashed from them."""
    rows = {
        "people": list(
            Person.objects.order_by("personnel_id").values_list("full_name", "date_of_birth", "position")
        ),
        "users": list(User.objects.order_by("username").values_list("username", "full_name", "role")),
        "nominations": list(
            Nomination.objects.order_by("number").values_list(
                "reference", "status", "award_form", "is_late", "self_total", "status_changed_at", "sort_key"
            )
        ),
        "scores": list(
            Submission.objects.order_by("receipt").values_list("receipt", "content__scores", "content__votes")
        ),
        "papers": list(
            Submission.objects.order_by("receipt").values_list("content__minutes", "content__report")
        ),
        "files": list(Evidence.objects.order_by("uploaded_at", "pk").values_list("original_name", "sha256")),
        "events": list(Event.objects.order_by("sequence").values_list("verb", "at", "actor_name", "note")),
        "results": [
            event.facts["results"]
            for event in Event.objects.filter(verb="session_closed").order_by("sequence")
        ],
        "awards": list(Award.objects.order_by("nomination__number").values_list("form", "bonus_amount")),
    }
    return hashlib.sha256(json.dumps(rows, default=str, ensure_ascii=False).encode()).hexdigest()


def once(*args):
    """The digest of one run, taken back afterwards."""
    with transaction.atomic():
        rehearse(*args)
        made = digest()
        transaction.set_rollback(True)
    return made


def test_the_same_seed_gives_the_same_data(campaign):
    until = ("--until", "deadline")
    first, again, other = once(*until), once(*until), once(*until, "--seed", "7")
    assert first == again
    assert other != first


def test_another_seed_tells_the_same_story_about_other_people(campaign):
    rehearse("--seed", "7")
    assert set(Nomination.objects.values_list("status", flat=True)) == SEEN["decision"]


# --- the clock ----------------------------------------------------------------------------------------


def test_by_itself_it_goes_as_far_as_the_clock(campaign):
    said = rehearse(at=DEADLINE_MORNING)
    assert "“deadline”" in said
    assert Event.objects.order_by("sequence").last().at <= DEADLINE_MORNING


def test_it_does_not_play_into_the_future(campaign):
    with pytest.raises(CommandError, match="EMULATION_CLOCK_START"):
        rehearse("--until", "council", at=DEADLINE_MORNING)
    assert not User.objects.exists()


def test_before_the_story_there_is_nothing_to_play(campaign):
    with pytest.raises(CommandError, match="đặt lại đồng hồ"):
        rehearse(at=datetime(2023, 11, 1, tzinfo=UTC))


# --- refusals -----------------------------------------------------------------------------------------


def test_twice_changes_nothing(campaign):
    rehearse("--until", "drafting")
    before = digest()
    assert "đã có" in rehearse("--seed", "9")
    assert digest() == before


def test_never_in_production(campaign, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="bản chính thức"):
        call_command("rehearse")
    assert not User.objects.exists()


def test_never_among_real_units(campaign):
    Unit.objects.create(department=campaign.department, code="that", name="Phòng thật")
    with pytest.raises(CommandError, match="1 đơn vị thật"):
        rehearse()
    assert not User.objects.exists()


def test_without_a_plan_it_says_what_to_do(db):
    with pytest.raises(CommandError, match="load_campaign"):
        rehearse()


def test_a_failure_in_the_middle_leaves_nothing(campaign, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no more ink")

    monkeypatch.setattr(actions.late_windows, "open_late_window", broken)
    with pytest.raises(RuntimeError):
        rehearse()
    assert not Unit.objects.exists()
    assert not Event.objects.exists()


# --- the password -------------------------------------------------------------------------------------


def test_a_random_password_is_kept_for_the_next_start(campaign):
    said = rehearse("--until", "units")
    kept = settings.VAR_DIR / "rehearsal-password"
    password = kept.read_text()
    assert len(password) >= 10
    assert password in said
    assert kept.stat().st_mode & 0o077 == 0
    assert user("quantri").check_password(password)
    rehearse("--clear")
    assert password in rehearse("--until", "units")


# --- clearing -----------------------------------------------------------------------------------------


def test_clearing_leaves_the_bare_plan(campaign, django_capture_on_commit_callbacks):
    bare = plan_rows()
    rehearse()
    stored = [row.file.path for row in Evidence.objects.all()]
    assert stored
    assert all(map(default_storage.exists, stored))
    with django_capture_on_commit_callbacks(execute=True):
        assert "Đã xóa" in rehearse("--clear")
    left = {
        model.__name__: n
        for model in apps.get_app_config("awards").get_models()
        if (n := model.objects.count())
    }
    assert left == {}
    assert not User.objects.exists()
    assert not Person.objects.exists()
    assert not Unit.objects.exists()
    assert not any(Path(path).exists() for path in stored)
    assert plan_rows() == bare


def plan_rows():
    """Every row of the plan as text."""
    out = io.StringIO()
    call_command("dumpdata", "campaigns", stdout=out)
    return out.getvalue()


def test_cleared_and_played_again_it_is_the_same(campaign):
    rehearse("--until", "office")
    before = digest()
    rehearse("--clear")
    rehearse("--until", "office")
    assert digest() == before
    assert list(audit.verify(campaign)) == []


def test_clearing_nothing_is_no_error(campaign):
    assert "(0 dòng)" in rehearse("--clear")


@pytest.mark.parametrize("what", ["unit", "person", "event"])
def test_nothing_is_cleared_where_something_is_real(campaign, what):
    rehearse("--until", "drafting")
    if what == "unit":
        Unit.objects.create(department=campaign.department, code="that", name="Phòng thật")
    elif what == "person":
        row = Person.objects.first()
        row.pk, row.personnel_id, row.is_sample = None, "THAT-1", False
        row.save()
    else:
        real = User.objects.get(username="vanphong")
        real.pk, real.username, real.is_rehearsal = None, "that", False
        real.save()
        facts = {"after": {"number": "5", "date": None}}
        audit.write(audit.lock(campaign), "plan_numbered", by=real, facts=facts)
    before = Event.objects.count()
    with pytest.raises(CommandError, match="dữ liệu thật"):
        rehearse("--clear")
    assert Event.objects.count() == before


def test_another_department_is_left_alone(campaign):
    other = campaign.department
    other.pk, other.code = None, "so-khac"
    other.save()
    unit = make_unit(other, "vp", "Văn phòng khác")
    make_user("khac", "office", other, unit)
    rehearse("--until", "drafting")
    rehearse("--clear")
    assert User.objects.get().username == "khac"
    assert Unit.objects.get() == unit


# --- evidence files -----------------------------------------------------------------------------------

ROWS = [("Tháng 10/2023", 20), ("Tháng 11/2023", 0), ("Tháng 12/2023", 91)]


@pytest.mark.parametrize("extension", ["pdf", "png", "docx", "xlsx"])
def test_the_files_pass_the_eyes_of_the_upload(extension):
    upload = files.upload(f"Bảng số liệu (mẫu).{extension}", ROWS)
    judged = uploads.judge(upload)
    assert extension in uploads.TYPES[judged.content_type][0]
    assert uploads.judge(files.upload(f"Bảng số liệu (mẫu).{extension}", ROWS)).sha256 == judged.sha256


def test_the_workbook_opens():
    book = openpyxl.load_workbook(files.upload("Bảng (mẫu).xlsx", ROWS))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][0] == files.SAMPLE
    assert rows[-1] == ("Tháng 12/2023", 91)


def test_the_document_opens():
    with zipfile.ZipFile(files.upload("Biên bản (mẫu).docx", ROWS)) as archive:
        text = archive.read("word/document.xml").decode()
    assert files.SAMPLE in text
    assert "Tháng 12/2023: 91" in text


def test_the_pdf_opens():
    reader = pypdf.PdfReader(files.upload("Kết xuất (mẫu).pdf", ROWS), strict=True)
    assert len(reader.pages) == 1
    assert reader.metadata.title == f"{files.SAMPLE}: Kết xuất (mẫu).pdf"
    assert reader.pages[0].get_contents().get_data().count(b" re f") == 3


# --- with real papers ---------------------------------------------------------------------------------


@pytest.mark.pango
def test_up_to_the_deadline_with_real_papers(campaign):
    began = time.process_time()
    # A patch of its own: undone after the fixture's, it would leave every later test without papers.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "pdf", REAL_RENDER)
        rehearse("--until", "deadline", at=DEADLINE_MORNING)
    spent = time.process_time() - began
    assert SealedPaper.objects.count() == 3 * Submission.objects.count() == 30
    assert list(audit.verify(campaign)) == []
    text = (
        pypdf.PdfReader(of("vienthong").submissions.get().papers.get(part="letter").file)
        .pages[0]
        .extract_text()
    )
    assert "(mẫu)" in text
    assert "(số mẫu)" in " ".join(text.split())
    assert spent < 25, f"{spent:.1f} s of processor time"  # about 8 s on a quiet machine
