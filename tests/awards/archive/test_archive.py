"""The archive of a dossier, a unit, a campaign: the bytes that were sealed, for the eyes that may see them."""

import hashlib
import io
import json
import re
import subprocess
import tracemalloc
import zipfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings

from awards import actions, archive, workflow
from awards.archive import metadata
from awards.archive.serializers import csv_cell
from awards.models import Evidence, Nomination, SealedPaper
from campaigns import clock
from campaigns.models import AwardForm, Campaign, Department, User
from campaigns.vietnamese import names
from tests import cast as c

pytestmark = [pytest.mark.pango, pytest.mark.django_db]
STAMP = archive.Stamp("Đỗ Thị Chi (mẫu)", c.BEFORE)


def unpacked(body):
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        assert packed.testzip() is None
        return {info.filename: packed.read(info) for info in packed.infolist()}


def packed(scope, reader, stamp=STAMP):
    stream = io.BytesIO()
    scope.write(stream, reader, stamp=stamp, address="https://thidua.example.vn")
    return stream.getvalue()


def of(nomination, reader):
    return unpacked(packed(archive.dossier(Nomination.objects.get(pk=nomination.pk), reader), reader))


def manifest(files):
    return json.loads(files["manifest.json"])


def award(cast):
    """Unit A's collective from the first word to the signed decision, with a numbered letter and one upload."""
    nomination = c.start(cast)
    c.fill(cast, nomination)
    actions.dossiers.save_paper(
        nomination, "letter", {"number": "5", "issued_on": c.BEFORE.date()}, by=cast.an, version=1
    )
    actions.dossiers.add_evidence(
        nomination, c.docx_upload("Báo cáo kết quả.docx"), by=cast.an, description="Báo cáo số 12 (mẫu)"
    )
    nomination = workflow.take("submit", nomination, by=cast.an)
    workflow.take("receive", nomination, by=cast.chi)
    for part in ("letter", "minutes", "report"):
        actions.paper_checks.record_paper_check(nomination, part, by=cast.chi, is_right=True)
    workflow.take("accept", nomination, by=cast.chi)
    c.closed_session(cast)
    workflow.take("recommend", nomination, by=cast.thu)
    c.actions.decisions.sign(c.decision(cast, [nomination]), by=cast.dung)
    return nomination


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    """One awarded dossier, taken out by several people; made once, for the tests only read the bytes."""
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        clock.at(c.BEFORE),
        transaction.atomic(),
    ):
        cast = c.assemble()
        made = SimpleNamespace(nomination=award(cast), office=str(cast.chi))
        made.sealed = {
            names.slug(paper.get_part_display()): paper.file.read() for paper in SealedPaper.objects.all()
        }
        made.evidence = Evidence.objects.get().file.read()
        made.body = packed(archive.dossier(made.nomination, cast.chi), cast.chi)
        made.later = packed(archive.dossier(made.nomination, cast.chi), cast.chi, LATER)
        made.of_office, made.of_unit = unpacked(made.body), of(made.nomination, cast.an)
        _record(cast)
        made.recorded = of(made.nomination, cast.an)
        _damage()
        made.damaged = of(made.nomination, cast.an)
        transaction.set_rollback(True)
    return made


LATER = archive.Stamp("Giám đốc", c.BEFORE + timedelta(days=700))
LONG_NAME = "Nguyễn Hoàng Phương Thảo Vy Trâm Anh Uyên (mẫu)"


def _record(cast):
    """What only the agency's own archivist knows, and a name longer than its field."""
    Department.objects.filter(pk=cast.campaign.department_id).update(organ_id="000.00.15.H03")
    Campaign.objects.update(file_notation="05-TĐKT", file_rights="Hạn chế")
    AwardForm.objects.filter(code="giay_khen").update(retention="10 năm", retention_source="Văn bản mẫu")
    User.objects.filter(pk=cast.an.pk).update(full_name=LONG_NAME)


def _damage():
    with open(SealedPaper.objects.get(part="letter").file.path, "ab") as stream:
        stream.write(b"% altered")
    Path(Evidence.objects.get().file.path).unlink()


SENT = {f"bk23-001/lan-trinh-1/{name}.pdf" for name in ("to-trinh", "bien-ban-hop-xet", "bao-cao-thanh-tich")}
OF_UNIT = SENT | {
    "bk23-001/lan-trinh-1/noi-dung.json",
    "bk23-001/van-ban/phieu-tiep-nhan-ho-so-bk23-001-1.pdf",
    "bk23-001/van-ban/giay-khen-bk23-001.pdf",
    "bk23-001/minh-chung/01-bao-cao-ket-qua.docx",
    "bk23-001/lich-su.json",
    "bk23-001/lich-su.csv",
    "bk23-001/luu-tru.json",
    "manifest.json",
    "DOC-TRUOC.txt",
    "SHA256SUMS",
}
OF_OFFICE = OF_UNIT | {
    "bk23-001/van-ban/phieu-tham-dinh-ho-so-bk23-001-1.pdf",
    "van-ban-chung/danh-sach-trich-ngang-phien-1.pdf",
    "van-ban-chung/bien-ban-kiem-phieu-phien-1.pdf",
    "van-ban-chung/bien-ban-hop-hoi-dong-phien-1.pdf",
    "van-ban-chung/quyet-dinh-tang-giay-khen-01-qd-sttt.pdf",
    "van-ban-chung/bang-chi-tien-thuong-01-qd-sttt.pdf",
    "van-ban-chung/luu-tru.json",
}


def without_word(files):
    """Whatever formats there are, the PDFs are the same."""
    return {path for path in files if not path.endswith(".docx") or "/minh-chung/" in path}


def test_a_dossier_holds_what_was_sent_made_and_decided(house):
    assert without_word(house.of_office) == OF_OFFICE
    assert len(house.sealed) == 3
    for name, body in house.sealed.items():
        assert house.of_office[f"bk23-001/lan-trinh-1/{name}.pdf"] == body
    assert house.of_office["bk23-001/minh-chung/01-bao-cao-ket-qua.docx"] == house.evidence


def test_every_file_is_listed_with_its_hash_and_checks_with_the_tool_of_the_trade(house, tmp_path):
    files = house.of_office
    listed = {row["duong_dan"]: row for row in manifest(files)["tep"]}
    assert set(listed) == set(files) - {"manifest.json", "DOC-TRUOC.txt", "SHA256SUMS"}
    for path, row in listed.items():
        assert row["sha256"] == hashlib.sha256(files[path]).hexdigest()
        assert row["byte"] == len(files[path])
        assert all(row[name] for name in ("ten", "loai", "nguon", "luc"))
    assert all(listed[path]["nguyen_ven"] is True for path in SENT)
    with zipfile.ZipFile(io.BytesIO(house.body)) as whole:
        whole.extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count(": OK") == len(files) - 1


def test_the_same_data_give_the_same_files_whenever_they_are_taken_out(house):
    """Order and times of the files come from the data; only who took them out and when may differ."""
    told = {"manifest.json", "DOC-TRUOC.txt", "SHA256SUMS"}
    one, other = (
        {info.filename: info for info in zipfile.ZipFile(io.BytesIO(body)).infolist()}
        for body in (house.body, house.later)
    )
    assert list(one) == list(other)
    assert {path for path in one if one[path].CRC != other[path].CRC} == told
    assert {path for path in one if one[path].date_time != other[path].date_time} == told


# --- who gets what -------------------------------------------------------------------------------------------


def test_a_unit_gets_its_own_dossier_without_the_papers_of_office_and_council(house):
    assert without_word(house.of_unit) == OF_UNIT
    told = json.loads(house.of_unit["bk23-001/lich-su.json"])["su_kien"]
    assert {"Lập hồ sơ", "Tiếp nhận", "Kiểm tra văn bản"} <= {row["viec"] for row in told}
    inside = json.loads(house.of_office["bk23-001/lich-su.json"])["su_kien"]
    assert len(inside) >= len(told)
    assert not {"Chấm điểm", "Bỏ phiếu"} & {row["viec"] for row in inside}


def test_signed_copies_go_along_byte_for_byte_as_each_may_read_them(cast):
    nomination = c.fill(cast, c.start(cast))
    older = actions.signed_copies.attach("letter", nomination, c.pdf_upload("cu.pdf"), by=cast.an)
    mine = of(nomination, cast.an)
    assert mine["bk23-001/ban-da-ky/01-to-trinh.pdf"] == c.pdf_upload().read()
    assert not any("ban-da-ky" in path for path in of(nomination, cast.chi))
    workflow.take("submit", nomination, by=cast.an)
    workflow.take("recall", nomination, by=cast.an)
    actions.signed_copies.attach(
        "letter", nomination, c.pdf_upload("moi.pdf", 9), by=cast.an, replaces=older.key, number="7"
    )
    # The Office reads what was sent, the unit also what it has attached since.
    sent = {path: body for path, body in of(nomination, cast.chi).items() if "ban-da-ky" in path}
    assert sent == {"bk23-001/ban-da-ky/01-to-trinh.pdf": c.pdf_upload().read()}
    files = of(nomination, cast.an)
    assert files["bk23-001/ban-da-ky/02-to-trinh.pdf"] == c.pdf_upload(size=9).read()
    listed = {row["duong_dan"]: row for row in manifest(files)["tep"]}
    assert listed["bk23-001/ban-da-ky/01-to-trinh.pdf"]["ghi_chu"] == "đã thay bằng bản khác"
    assert listed["bk23-001/ban-da-ky/02-to-trinh.pdf"]["ghi_chu"] == "số 7"
    assert all(row.get("nguyen_ven", True) for row in listed.values())


def test_signed_papers_of_the_council_lie_with_what_is_shared(cast):
    nomination = award(cast)
    session = nomination.session_items.get().session
    actions.signed_copies.attach("council_minutes", session, c.pdf_upload("bien-ban.pdf"), by=cast.thu)
    slips = nomination.submissions.get()
    actions.signed_copies.attach("receipt", slips, c.pdf_upload("phieu.pdf"), by=cast.chi)
    inside = [path for path in of(nomination, cast.chi) if "ban-da-ky" in path]
    assert inside == [
        "bk23-001/ban-da-ky/01-phieu-tiep-nhan-ho-so.pdf",
        "van-ban-chung/ban-da-ky/01-bien-ban-hop-hoi-dong.pdf",
    ]
    assert not [path for path in of(nomination, cast.an) if "ban-da-ky" in path]


def test_a_draft_is_its_unit_s_alone(cast):
    nomination = c.fill(cast, c.start(cast))
    actions.dossiers.add_evidence(nomination, c.pdf_upload(), by=cast.an, description="Mẫu")
    own = of(nomination, cast.an)
    assert "bk23-001/van-ban/to-trinh-bk23-001.pdf" in own
    assert "bk23-001/minh-chung/01-minh-chung.pdf" in own
    assert any("Bản nháp" in row["ghi_chu"] for row in manifest(own)["tep"] if row.get("ghi_chu"))
    office = of(nomination, cast.chi)
    assert not [path for path in office if path.endswith(".pdf") and "van-ban-chung" not in path]


def test_what_is_typed_after_recalling_is_its_unit_s_alone(cast):
    nomination = c.fill(cast, c.start(cast))
    workflow.take("submit", nomination, by=cast.an)
    nomination = workflow.take("recall", nomination, by=cast.an)
    actions.dossiers.save_paper(nomination, "letter", {"reasons": "Chưa gửi ai."}, by=cast.an, version=1)
    office = of(nomination, cast.chi)
    assert set(office) >= SENT
    assert not [path for path in office if "/van-ban/to-trinh" in path]
    own = of(nomination, cast.an)
    assert {"bk23-001/van-ban/to-trinh-bk23-001.docx", "bk23-001/van-ban/to-trinh-bk23-001.pdf"} <= set(own)


def test_a_signed_paper_goes_to_no_more_readers_than_the_paper(cast):
    nomination = award(cast)
    actions.signed_copies.attach("certificate", nomination.award, c.pdf_upload("giay-khen.pdf"), by=cast.thu)
    actions.signed_copies.attach(
        "tally", nomination.session_items.get().session, c.pdf_upload("phieu.pdf"), by=cast.thu
    )
    signed = {"bk23-001/ban-da-ky/01-giay-khen.pdf", "van-ban-chung/ban-da-ky/01-bien-ban-kiem-phieu.pdf"}
    assert set(of(nomination, cast.thu)) >= signed
    assert not set(of(nomination, cast.giang)) & signed


def test_the_page_hands_it_to_whoever_may_see_the_dossier(cast):
    c.submitted(cast)
    for who, status in (("an", 200), ("chi", 200), ("binh", 404), ("giang", 404), ("khach", 404)):
        client = Client()
        client.force_login(cast.users[who])
        response = client.get("/ho-so/BK23-001/toan-bo.zip")
        assert response.status_code == status, who
        if status == 200:
            files = unpacked(b"".join(response.streaming_content))
            assert set(files) >= SENT
            assert str(cast.users[who]) == manifest(files)["nguoi_lay"]
            assert 'filename="ho-so-bk23-001.zip"' in response["Content-Disposition"]
            assert response["X-Content-Type-Options"] == "nosniff"


# --- what is broken is told ------------------------------------------------------------------------------------


def test_a_sealed_paper_that_was_changed_on_the_disk_is_named(house):
    listed = {row["duong_dan"]: row for row in manifest(house.damaged)["tep"]}
    assert listed["bk23-001/lan-trinh-1/to-trinh.pdf"]["nguyen_ven"] is False
    assert listed["bk23-001/lan-trinh-1/bien-ban-hop-xet.pdf"]["nguyen_ven"] is True
    assert "CẢNH BÁO" in house.damaged["DOC-TRUOC.txt"].decode("utf-8-sig")
    assert "CẢNH BÁO" not in house.of_unit["DOC-TRUOC.txt"].decode("utf-8-sig")


def test_a_file_that_is_gone_is_told_and_the_rest_is_there(house):
    assert manifest(house.damaged)["chua_lap_duoc"] == [
        {
            "ten": "Báo cáo số 12 (mẫu)",
            "vi_sao": "Tệp không còn trong kho lưu của máy chủ. Quản trị hệ thống phục hồi từ bản sao lưu.",
        }
    ]
    assert set(house.damaged) >= SENT


def test_a_paper_that_cannot_be_made_is_listed_with_the_sentence(cast):
    nomination = c.received(cast)
    Campaign.objects.update(plan_number="", plan_date=None)
    told = manifest(of(nomination, cast.chi))["chua_lap_duoc"]
    assert any(row["ten"] == "Phiếu tiếp nhận hồ sơ BK23-001/1" for row in told)
    assert all("Quản trị › Đợt thi đua" in row["vi_sao"] for row in told)


def test_without_pango_everything_but_new_pdfs_is_there(cast, request):
    nomination = c.received(cast)
    request.getfixturevalue("without_pango")
    files = of(nomination, cast.chi)
    assert set(files) >= SENT, "what was sealed needs no library"
    told = manifest(files)["chua_lap_duoc"]
    assert any("Pango" in row["vi_sao"] for row in told)
    assert not [path for path in files if path.endswith(".pdf") and path not in SENT]


# --- names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.pdf",
        "..\\..\\windows\\con.pdf",
        "con.pdf",
        "Bá\u0301o cáo/quý IV.pdf",
        "\u202egpj.fdp.pdf",
        "x" * 190 + ".pdf",
        "….pdf",
        "报告.pdf",
    ],
)
def test_no_name_of_an_upload_reaches_beyond_its_folder(cast, name):
    nomination = c.start(cast)
    for _ in range(2):
        upload = SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n")
        Evidence.objects.create(
            nomination=nomination,
            description="Mẫu",
            file=upload,
            original_name=name[:255],
            content_type="application/pdf",
            size=15,
            sha256="",
            uploaded_by=cast.an,
            uploaded_at=c.BEFORE,
        )
    found = [path for path in of(nomination, cast.an) if "/minh-chung/" in path]
    assert len(found) == 2
    for path in found:
        assert re.fullmatch(r"bk23-001/minh-chung/0[12]-[a-z0-9]+(-[a-z0-9]+)*\.pdf", path), path
        assert len(path) < 120


def test_a_history_opened_in_excel_starts_no_formula():
    assert [csv_cell(text) for text in ("=1+1", "+84", "-2", "@SUM(A1)", "\tx", "Trình")] == [
        "'=1+1",
        "'+84",
        "'-2",
        "'@SUM(A1)",
        "'\tx",
        "Trình",
    ]


# --- metadata: Decree 30, appendix VI ----------------------------------------------------------------------------


def archived(files, folder="bk23-001"):
    return json.loads(files[f"{folder}/luu-tru.json"])


FILE_FIELDS = [
    *("FileCode", "Title", "Maintenance", "Rights", "Creator", "Language", "StartDate", "EndDate"),
    *("DocTotal", "PageTotal", "Description"),
]
DOCUMENT_FIELDS = [
    *(
        "FileCode",
        "DocOrdinal",
        "TypeName",
        "CodeNumber",
        "CodeNotation",
        "IssuedDate",
        "OrganName",
        "Subject",
    ),
    *("Language", "PageAmount", "Description", "SignerInfo", "To", "Priority", "IssuedAmount", "DueDate"),
]


def test_the_metadata_has_the_fields_of_the_appendix(house):
    told = archived(house.of_office)
    assert list(told["ho_so"]) == FILE_FIELDS
    assert told["ho_so"]["DocTotal"] == len(told["van_ban"]) == 7
    assert told["ho_so"]["StartDate"] == told["ho_so"]["EndDate"] == "03/01/2024"
    assert told["ho_so"]["Title"].startswith("Hồ sơ đề nghị tặng Giấy khen cho tập thể Phòng Bưu chính")
    for place, row in enumerate(told["van_ban"], 1):
        assert [name for name in row if name != "TepTin"] == DOCUMENT_FIELDS
        assert row["DocOrdinal"] == place
    assert "30/2020/NĐ-CP" in told["can_cu"]


def test_a_letter_is_described_by_what_stands_on_it(house):
    rows = archived(house.of_office)["van_ban"]
    letter = next(row for row in rows if row["TypeName"] == "Tờ trình")
    assert letter["CodeNumber"] == "05"
    assert letter["CodeNotation"].startswith("TTr-")
    assert letter["IssuedDate"] == "03/01/2024"
    assert letter["SignerInfo"] == {"Position": "TRƯỞNG PHÒNG", "FullName": "Lê Thị Ánh (mẫu)"}
    assert letter["PageAmount"] >= 1
    assert next(row["OrganName"] for row in letter["To"]).startswith("Giám đốc Sở")
    assert letter["TepTin"] == ["bk23-001/lan-trinh-1/to-trinh.pdf"]
    certificate = next(row for row in rows if row["TypeName"] == "Giấy khen")
    assert certificate["PageAmount"] == 1
    assert certificate["SignerInfo"]["FullName"] == "Đặng Tiến Dũng (mẫu)"


def test_what_nobody_recorded_is_listed_with_the_place_to_fill_it_in(house):
    empty = {row["truong"]: row["vi_sao"] for row in archived(house.of_office)["con_trong"]}
    assert {"OrganId", "FileNotation", "Rights", "Maintenance", "PageTotal"} <= set(empty)
    assert all(sentence.endswith(".") for sentence in empty.values())
    told = archived(house.recorded)
    assert not {"OrganId", "FileNotation", "Rights", "Maintenance"} & {
        row["truong"] for row in told["con_trong"]
    }
    assert told["ho_so"]["FileCode"] == {
        "OrganId": "000.00.15.H03",
        "FileCatalog": 2024,
        "FileNotation": "05-TĐKT",
    }
    assert told["ho_so"]["Maintenance"] == "10 năm"
    assert "Nguồn của thời hạn bảo quản: Văn bản mẫu." in told["ho_so"]["Description"]


def test_every_empty_field_has_its_sentence(house):
    told = archived(house.of_office, "van-ban-chung")
    assert {row["truong"] for row in told["con_trong"]} <= set(metadata._FILLED)


def test_what_is_longer_than_its_field_is_cut_and_kept_in_full_beside(house):
    told = archived(house.recorded)
    assert len(told["ho_so"]["Creator"]) <= 30
    assert told["rut_gon"]["ho_so"]["Creator"] == LONG_NAME


# --- a unit, a campaign ----------------------------------------------------------------------------------------


@pytest.fixture
def several(cast):
    c.awarded(cast)
    c.submitted(cast, unit=cast.unit_b, by=cast.binh)
    return cast


def run(campaign, path, *options):
    told = io.StringIO()
    call_command("archive", "--campaign", campaign.code, "--out", str(path), *options, stdout=told)
    return told.getvalue()


def test_the_command_packs_the_whole_campaign_a_unit_or_a_dossier(several, tmp_path):
    told = run(several.campaign, tmp_path / "dot.zip")
    files = unpacked((tmp_path / "dot.zip").read_bytes())
    assert {path.partition("/")[0] for path in files if "/" in path} == {
        "bk23-001",
        "bk23-002",
        "van-ban-chung",
    }
    assert "van-ban-chung/giay-moi-hop-hoi-dong-phien-1.pdf" in files
    assert "van-ban-chung/bang-tong-hop-de-nghi-khen-thuong-bac-kan-2023.pdf" in files
    head = several.campaign.events.order_by("-sequence").first()
    assert manifest(files)["den_su_kien"]["ma_bam"] == head.hash
    missing = manifest(files)["chua_lap_duoc"]
    assert f"chưa lập được {len(missing)} văn bản" in told
    assert any(row["ten"] == "Phiếu tiếp nhận hồ sơ BK23-002/1" for row in missing)
    for option, value in (("--unit", "phong-b"), ("--nomination", "BK23-002")):
        run(several.campaign, tmp_path / f"{value}.zip", option, value)
        files = unpacked((tmp_path / f"{value}.zip").read_bytes())
        assert {path.partition("/")[0] for path in files if "/" in path} == {"bk23-002"}


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--nomination", "BK23-999"), "BK23-999"), (("--unit", "phong-x"), "Không có đơn vị mã “phong-x”")],
)
def test_what_is_asked_wrongly_is_answered(cast, tmp_path, options, said):
    with pytest.raises(CommandError, match=said):
        run(cast.campaign, tmp_path / "x.zip", *options)
    assert list(tmp_path.glob("*.zip")) == []
    with pytest.raises(CommandError, match=r"\.zip"):
        run(cast.campaign, tmp_path / "x.rar")


def test_memory_does_not_grow_with_the_evidence(cast, tmp_path):
    nomination = c.start(cast)
    for n in range(4):
        actions.dossiers.add_evidence(
            nomination, c.pdf_upload(f"{n}.pdf", size=10_000_000 + n), by=cast.an, description="Mẫu"
        )
    Campaign.objects.update(plan_number="", plan_date=None)
    scope = archive.dossier(nomination, cast.an)
    with (tmp_path / "to.zip").open("wb") as stream:
        tracemalloc.start()
        scope.write(stream, cast.an, stamp=STAMP)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (tmp_path / "to.zip").stat().st_size > 40_000_000
    assert peak < 8_000_000


# --- signed copies in the metadata ---------------------------------------------------------------------------


def documents(files, folder):
    """{kind of document: its row}, and what no row names though it is a PDF of the folder."""
    told = json.loads(files[f"{folder}/luu-tru.json"])["van_ban"]
    named = {path for row in told for path in row["TepTin"]}
    lost = {path for path in files if path.startswith(f"{folder}/") and path.endswith(".pdf")} - named
    return {row["TypeName"]: row for row in told}, lost


def whole(cast):
    return unpacked(packed(archive.campaign(cast.campaign, cast.chi), cast.chi))


def test_the_metadata_names_the_signed_copy_beside_the_paper_it_signs(cast):
    nomination = c.fill(cast, c.start(cast))
    actions.signed_copies.attach("letter", nomination, c.pdf_upload("to-trinh.pdf"), by=cast.an, number="7")
    workflow.take("submit", nomination, by=cast.an)
    workflow.take("receive", nomination, by=cast.chi)
    receipt = c.pdf_upload("phieu.pdf", 3)
    actions.signed_copies.attach(
        "receipt", nomination.submissions.get(), receipt, by=cast.chi, number="12/PTN-VP"
    )
    told, lost = documents(of(nomination, cast.chi), "bk23-001")
    assert lost == set()
    assert told["Tờ trình"]["TepTin"] == [
        "bk23-001/lan-trinh-1/to-trinh.pdf",
        "bk23-001/ban-da-ky/01-to-trinh.pdf",
    ]
    slip = told["Phiếu tiếp nhận hồ sơ"]
    assert slip["TepTin"][-1] == "bk23-001/ban-da-ky/02-phieu-tiep-nhan-ho-so.pdf"
    assert len(slip["TepTin"]) == 3
    # The registrar's number stands on the signed copy alone.
    assert (slip["CodeNumber"], slip["CodeNotation"]) == ("12", "PTN-VAN-P")


def test_a_decision_and_its_signed_copy_are_one_document(cast):
    nomination = award(cast)
    decision = nomination.decisions.get()
    actions.signed_copies.attach("decision", decision, c.pdf_upload("quyet-dinh.pdf"), by=cast.chi)
    told, lost = documents(whole(cast), "van-ban-chung")
    assert lost == set()
    paths = told["Quyết định tặng Giấy khen"]["TepTin"]
    assert "van-ban-chung/ban-da-ky/01-quyet-dinh-tang-giay-khen.pdf" in paths
    assert len(paths) == 3


def test_a_signed_copy_whose_paper_is_made_no_more_is_a_document_of_its_own(cast):
    nomination = award(cast)
    given, day = nomination.award, c.BEFORE.date()
    actions.signed_copies.attach(
        "certificate", given, c.pdf_upload("giay-khen.pdf"), by=cast.chi, issued_on=day
    )
    c.actions.decisions.revoke(
        nomination, by=cast.dung, note="Quyết định hủy số 00 (mẫu) do khai sai thành tích."
    )
    c.accepted(cast, unit=cast.unit_b, by=cast.binh)
    when = clock.now() + timedelta(hours=1)
    session = c.actions.council_sessions.plan(
        cast.campaign, by=cast.thu, scheduled_at=when, place="Phòng họp (mẫu)"
    )
    actions.signed_copies.attach(
        "invitation", session, c.pdf_upload("giay-moi.pdf"), by=cast.thu, number="3/GM-HĐTĐKT"
    )
    c.actions.council_sessions.cancel_session(
        session, by=cast.thu, note="Phiên họp không tổ chức được vì bão (mẫu)."
    )
    files = whole(cast)
    told, lost = documents(files, "bk23-001")
    assert lost == set()
    assert told["Giấy khen"]["TepTin"] == ["bk23-001/ban-da-ky/01-giay-khen.pdf"]
    assert told["Giấy khen"]["IssuedDate"] == "03/01/2024"
    file = json.loads(files["van-ban-chung/luu-tru.json"])
    called_off = [row for row in file["van_ban"] if "phiên 2" in row["Subject"]]
    assert [row["TepTin"] for row in called_off] == [["van-ban-chung/ban-da-ky/01-giay-moi-hop-hoi-dong.pdf"]]
    assert (called_off[0]["CodeNumber"], called_off[0]["CodeNotation"]) == ("3", "GM-HĐTĐKT")
    assert file["ho_so"]["DocTotal"] == len(file["van_ban"])


def test_a_draft_says_whose_it_is(cast):
    nomination = c.recommended(cast)
    c.decision(cast, [nomination])
    waiting = c.received(cast, unit=cast.unit_b, by=cast.binh)
    actions.paper_checks.record_paper_check(waiting, "letter", by=cast.chi, is_right=True)
    typed = c.start(cast, unit=cast.office_unit, by=cast.van)
    listed = manifest(whole(cast))["tep"] + manifest(of(typed, cast.van))["tep"]
    drafts = {
        (row["loai"], row["ghi_chu"]) for row in listed if row.get("ghi_chu", "").startswith("Bản nháp")
    }
    assert drafts == {
        ("decision", "Bản nháp: chưa ký."),
        ("appraisal", "Bản nháp: hồ sơ chưa có kết luận."),
        *((part, "Bản nháp: đơn vị chưa trình.") for part in ("letter", "minutes", "report")),
    }
