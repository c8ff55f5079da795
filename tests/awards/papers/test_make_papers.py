"""The whole set on one campaign that went all the way: made by the command, each judged by the check of Decree 30."""

import io
import unicodedata
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from awards import paper_checks, workflow
from awards.management.commands.make_papers import _sources
from awards.models import Nomination
from awards.papers import engine, registry
from campaigns import clock
from campaigns.models import Campaign, DossierPart
from campaigns.vietnamese import names
from tests import cast as cast_module
from tests.cast import closed_session, received, start

from .official_cast import recommend_all, several, signed
from .render.test_pdf import pages_of, said
from .render.word import assert_same_words, faults, is_composed, opened, through_office

pytestmark = [pytest.mark.pango, pytest.mark.django_db]

ADDRESS = "https://thidua.example.vn"


def run(campaign, out, *options):
    told = io.StringIO()
    call_command("make_papers", "--campaign", campaign.code, "--out", str(out), *options, stdout=told)
    return told.getvalue()


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker, tmp_path_factory):
    """A Giấy khen, a Bằng khen given by the province, one turned down, one returned, one only begun.

    Made once for the module, since its steps take seconds; what a test changes is undone at the test's end. (Only
    SQLite in memory: elsewhere a test's end closes the connection on which this stands.)
    """
    uploads = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("uploads"))
    with django_db_blocker.unblock(), uploads, clock.at(cast_module.BEFORE), transaction.atomic():
        yield _played(cast_module.assemble())
        transaction.set_rollback(True)


def _played(cast):
    rows = several(cast, 3)
    closed_session(cast)
    first, second = recommend_all(cast, rows[:2])
    workflow.take(
        "decline", Nomination.objects.get(pk=rows[2].pk), by=cast.thu, note="Chưa có số liệu so sánh."
    )
    signed(cast, [first])
    signed(cast, [second], "proposal")
    signed(cast, [second], "province_award", by=cast.chi, number="77")
    workflow.take("return", received(cast), by=cast.chi, note="Báo cáo thiếu số liệu so sánh với quý trước.")
    start(cast, unit=cast.unit_b, by=cast.binh)
    return cast


@pytest.fixture(scope="module")
def written(whole, tmp_path_factory):
    """The folder with every paper in both formats, and what the command told."""
    out = tmp_path_factory.mktemp("papers")
    return out, run(whole.campaign, out, "--format", "both", "--address", ADDRESS)


@pytest.fixture
def out(tmp_path):
    return tmp_path


PAPERS = {
    *(
        f"{paper}-bk23-00{n}"
        for paper in ("to-trinh", "bien-ban-hop-xet", "bao-cao-thanh-tich")
        for n in range(1, 6)
    ),
    *(f"phieu-tiep-nhan-ho-so-bk23-00{n}-1" for n in range(1, 5)),
    *(f"phieu-tham-dinh-ho-so-bk23-00{n}-1" for n in range(1, 4)),
    "phieu-tra-lai-ho-so-bk23-004-1",
    "giay-moi-hop-hoi-dong-phien-1",
    "danh-sach-trich-ngang-phien-1",
    "phieu-bau-phien-1",
    "bien-ban-kiem-phieu-phien-1",
    "bien-ban-hop-hoi-dong-phien-1",
    "bang-tong-hop-de-nghi-khen-thuong-bac-kan-2023",
    "to-trinh-de-nghi-tang-bang-khen-01-ttr-sttt",
    "quyet-dinh-tang-giay-khen-01-qd-sttt",
    "bang-chi-tien-thuong-01-qd-sttt",
    "bang-chi-tien-thuong-77-qd-ubnd",
    "thong-bao-ket-qua-khen-thuong-bac-kan-2023",
    "giay-khen-bk23-001",
}


DRAFTS = {f"{paper}-bk23-005" for paper in ("to-trinh", "bien-ban-hop-xet", "bao-cao-thanh-tich")}


@pytest.fixture(scope="module")
def pdfs(written):
    """{name: checking.Paper}: read once, since that takes longer than making them."""
    return {
        path.stem: paper_checks.Paper(paper_checks.read(path.read_bytes()))
        for path in written[0].glob("*.pdf")
    }


@pytest.fixture(scope="module")
def words(written):
    return {path.stem: path.read_bytes() for path in written[0].glob("*.docx")}


def text_of(paper):
    return " ".join(line.text for page in paper.pages for line in page.stretches)


def test_every_paper_of_the_campaign_is_written_once_in_each_format(written):
    out, told = written
    assert sorted(path.name for path in out.iterdir()) == sorted(
        f"{name}.{form}" for name in PAPERS for form in ("pdf", "docx")
    )
    assert f"Đã lập {len(PAPERS)} văn bản; chưa lập được 1." in told
    assert (
        "Chưa lập được phieu-tham-dinh-ho-so-bk23-004-1.pdf: Lần trình BK23-004/1 chưa có văn bản nào" in told
    )


def test_every_pdf_passes_the_check(pdfs, written):
    out, _ = written
    for name, paper in pdfs.items():
        text = text_of(paper)
        assert text == unicodedata.normalize("NFC", text)
        assert ("BẢN NHÁP" in text) == (name in DRAFTS), name
        assert "None" not in text
        if name not in DRAFTS:
            judgement = paper_checks.examine(paper)
            archive = paper_checks.judge_archive(out / f"{name}.pdf")
            assert [each for each in (*judgement.points, *archive) if each.passed is False] == [], name
            assert judgement.kind != "other", name


def test_every_word_file_says_what_its_pdf_says(pdfs, words):
    assert set(words) == set(pdfs) == PAPERS
    for name, docx in words.items():
        assert_same_words(docx, pdfs[name])
        assert is_composed(docx)
        section = opened(docx).sections[0]
        for header in (section.first_page_header, section.header):
            assert ("BẢN NHÁP" in header._element.xml) == (name in DRAFTS), name


@pytest.mark.office
def test_libreoffice_turns_every_kind_into_a_paper_that_passes_the_check(whole, pdfs, words, tmp_path):
    """The unit's own papers are turned with every content there is in test_as_docx."""
    first = {kind.code: name for name, kind in reversed(list(_kinds(whole.campaign))) if name in PAPERS}
    assert set(first) == set(registry.BY_CODE)
    names = [name for code, name in first.items() if code not in DossierPart.Code]
    made = through_office({name: words[name] for name in names}, tmp_path)
    found = {name: faults(pdf, paper_checks.examine(pdfs[name]).kind) for name, pdf in made.items()}
    assert found == {name: {} for name in names}


def _kinds(campaign):
    for kind in registry.KINDS:
        for source in _sources(campaign, None, kind.made_from):
            yield Path(kind.file_name(source)).stem, kind


def test_the_nominee_bears_one_name_in_every_paper_he_stands_in(pdfs):
    person = Nomination.objects.get(reference="BK23-002")
    for name, paper in pdfs.items():
        if "bk23-002" in name or name.startswith(
            ("giay-moi", "danh-sach", "phieu-bau", "bien-ban-kiem", "to-trinh-de")
        ):
            assert person.nominee_name in text_of(paper), name


def test_one_nomination_alone_gives_the_same_bytes_again(whole, written, out):
    run(whole.campaign, out, "--nomination", "BK23-001", "--format", "both", "--address", ADDRESS)
    assert {path.stem for path in out.iterdir()} == {name for name in PAPERS if "bk23-001" in name}
    for path in out.iterdir():
        assert path.read_bytes() == (written[0] / path.name).read_bytes()


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_one_format_alone(whole, out, form):
    run(whole.campaign, out, "--nomination", "BK23-005", "--format", form)
    assert {path.name for path in out.iterdir()} == {f"{name}.{form}" for name in DRAFTS}


def test_certificates_for_pre_printed_stock(whole, out, monkeypatch):
    monkeypatch.setattr(registry, "KINDS", [registry.BY_CODE["certificate"]])
    run(whole.campaign, out, "--text-only", "--shift", "signer=2,-3")
    text = said((out / "giay-khen-bk23-001.pdf").read_bytes())
    assert "GIẤY KHEN" not in text
    assert "Số sổ vàng: 01" in text


def test_without_pango_the_word_files_are_still_written_and_the_reason_told(whole, out, monkeypatch):
    monkeypatch.setattr(engine, "loaded", lambda: None)
    with pytest.raises(
        CommandError, match=r"Chỉ lập được bản Word\. Máy chủ chưa tạo được PDF vì thiếu thư viện Pango"
    ):
        run(whole.campaign, out, "--nomination", "BK23-005", "--format", "both")
    assert {path.name for path in out.iterdir()} == {f"{name}.docx" for name in DRAFTS}


def test_nothing_official_leaves_while_the_plan_has_no_number(whole, out):
    Campaign.objects.update(plan_number="", plan_date=None)
    told = run(whole.campaign, out)
    assert list(out.iterdir()) == []
    lines = [line for line in told.splitlines() if line.startswith("Chưa lập được")]
    assert len(lines) == len(PAPERS) + 1
    assert all("Quản trị › Đợt thi đua" in line for line in lines)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--nomination", "BK23-999"), "BK23-999"),
        (("--shift", "chan-ky=1,2"), "signer"),
        (("--shift", "signer=1"), "milimét"),
    ],
)
def test_what_is_asked_wrongly_is_answered(whole, out, options, said):
    with pytest.raises(CommandError, match=said):
        run(whole.campaign, out, *options)
    assert list(out.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(whole, out):
    (out / "tep").write_text("")
    with pytest.raises(CommandError, match="Không tạo được thư mục"):
        run(whole.campaign, out / "tep" / "trong")


# --- the registry ----------------------------------------------------------------------------------------


def test_the_registry_names_the_whole_set_once():
    assert len(registry.BY_CODE) == len(registry.KINDS) == 17
    assert {kind.made_from for kind in registry.KINDS} == {
        "nomination",
        "submission",
        "session",
        "decision",
        "award",
        "campaign",
    }
    assert [kind.code for kind in registry.made_from("session")] == [
        "invitation",
        "shortlist",
        "ballot",
        "tally",
        "council_minutes",
    ]


def test_a_file_name_is_plain_and_tells_two_unnumbered_drafts_apart(whole):
    kind = registry.BY_CODE["decision"]
    drafts = whole.campaign.decisions.all()[:2]
    for draft in drafts:
        draft.number = ""
    named = {kind.file_name(draft) for draft in drafts}
    assert len(named) == 2
    for name in named:
        assert name == names.without_diacritics(name)
        assert " " not in name
        assert "/" not in name


def test_a_dossier_that_was_sent_is_printed_as_it_was_sent(whole):
    nomination = Nomination.objects.get(reference="BK23-001")
    nomination.letter.reasons = "Viết thêm sau khi nộp."
    nomination.letter.save()
    pdf = registry.BY_CODE["letter"].write(nomination)
    assert "Viết thêm" not in said(pdf)
    assert len(pages_of(pdf)) == 2
