"""The whole set on one campaign that went all the way: made by the command, each judged by the check of Decree 30."""

import io
import unicodedata

import pytest
from django.core.management import CommandError, call_command

from awards import workflow
from awards.models import Nomination
from awards.papers import checking, registry
from campaigns.models import Campaign
from campaigns.vietnamese import names
from tests.cast import closed_session, received, start

from .official_cast import faults, recommend_all, several, signed
from .test_pdf import pages_of, said

pytestmark = [pytest.mark.pango, pytest.mark.django_db]


def run(campaign, out, *options):
    told = io.StringIO()
    call_command("make_papers", "--campaign", campaign.code, "--out", str(out), *options, stdout=told)
    return told.getvalue()


@pytest.fixture
def out(tmp_path):
    """Beside the uploads, which the cast keeps in tmp_path."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def whole(cast):
    """A Giấy khen, a Bằng khen given by the province, one turned down, one returned, one only begun."""
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


EXPECTED = {
    *(
        f"{paper}-bk23-00{n}.pdf"
        for paper in ("to-trinh", "bien-ban-hop-xet", "bao-cao-thanh-tich")
        for n in range(1, 6)
    ),
    *(f"phieu-tiep-nhan-ho-so-bk23-00{n}-1.pdf" for n in range(1, 5)),
    *(f"phieu-tham-dinh-ho-so-bk23-00{n}-1.pdf" for n in range(1, 4)),
    "phieu-tra-lai-ho-so-bk23-004-1.pdf",
    "giay-moi-hop-hoi-dong-phien-1.pdf",
    "danh-sach-trich-ngang-phien-1.pdf",
    "phieu-bau-phien-1.pdf",
    "bien-ban-kiem-phieu-phien-1.pdf",
    "bien-ban-hop-hoi-dong-phien-1.pdf",
    "bang-tong-hop-de-nghi-khen-thuong-bac-kan-2023.pdf",
    "to-trinh-de-nghi-tang-bang-khen-01-ttr-sttt.pdf",
    "quyet-dinh-tang-giay-khen-01-qd-sttt.pdf",
    "bang-chi-tien-thuong-01-qd-sttt.pdf",
    "bang-chi-tien-thuong-77-qd-ubnd.pdf",
    "thong-bao-ket-qua-khen-thuong-bac-kan-2023.pdf",
    "giay-khen-bk23-001.pdf",
}


def test_every_paper_of_the_campaign_is_written_once_and_passes_the_check(whole, out):
    told = run(whole.campaign, out, "--address", "https://thidua.example.vn")
    written = {path.name for path in out.iterdir()}
    assert written == EXPECTED
    assert f"Đã lập {len(EXPECTED)} văn bản; chưa lập được 1." in told
    assert (
        "Chưa lập được phieu-tham-dinh-ho-so-bk23-004-1.pdf: Lần trình BK23-004/1 chưa có văn bản nào" in told
    )
    drafts = {f"{paper}-bk23-005.pdf" for paper in ("to-trinh", "bien-ban-hop-xet", "bao-cao-thanh-tich")}
    for path in sorted(out.iterdir()):
        pdf = path.read_bytes()
        text = said(pdf)
        assert text == unicodedata.normalize("NFC", text)
        assert ("BẢN NHÁP" in text) == (path.name in drafts), path.name
        assert "None" not in text
        if path.name not in drafts:
            assert faults(pdf) == [], path.name
            assert checking.examine(pdf).kind != "other", path.name


def test_the_nominee_bears_one_name_in_every_paper_he_stands_in(whole, out):
    run(whole.campaign, out)
    person = Nomination.objects.get(reference="BK23-002")
    for name in EXPECTED:
        if "bk23-002" in name or name.startswith(
            ("giay-moi", "danh-sach", "phieu-bau", "bien-ban-kiem", "to-trinh-de")
        ):
            assert person.nominee_name in said((out / name).read_bytes()), name


def test_one_nomination_alone(whole, out):
    run(whole.campaign, out, "--nomination", "BK23-001")
    assert {path.name for path in out.iterdir()} == {name for name in EXPECTED if "bk23-001" in name}


def test_certificates_for_pre_printed_stock(whole, out):
    run(whole.campaign, out, "--nomination", "BK23-001", "--text-only", "--shift", "signer=2,-3")
    text = said((out / "giay-khen-bk23-001.pdf").read_bytes())
    assert "GIẤY KHEN" not in text
    assert "Số sổ vàng: 01" in text


def test_nothing_official_leaves_while_the_plan_has_no_number(whole, out):
    Campaign.objects.update(plan_number="", plan_date=None)
    told = run(whole.campaign, out)
    assert list(out.iterdir()) == []
    lines = [line for line in told.splitlines() if line.startswith("Chưa lập được")]
    assert len(lines) == len(EXPECTED) + 1
    assert all("Quản trị › Đợt thi đua" in line for line in lines)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--nomination", "BK23-999"), "BK23-999"),
        (("--shift", "chan-ky=1,2"), "signer"),
        (("--shift", "signer=1"), "milimét"),
    ],
)
def test_what_is_asked_wrongly_is_answered(cast, out, options, said):
    with pytest.raises(CommandError, match=said):
        run(cast.campaign, out, *options)
    assert list(out.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(cast, out):
    (out / "tep").write_text("")
    with pytest.raises(CommandError, match="Không tạo được thư mục"):
        run(cast.campaign, out / "tep" / "trong")


def test_a_second_run_gives_the_same_bytes(whole, out):
    for folder in ("a", "b"):
        run(whole.campaign, out / folder, "--nomination", "BK23-001")
    for path in (out / "a").iterdir():
        assert path.read_bytes() == (out / "b" / path.name).read_bytes()


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
