"""Who may ask for what, and what becomes of the wish: in sentences; the worker's lease on both databases."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from awards.batches import merging, queue, storage, tasks
from awards.batches.jobs import JOBS
from awards.batches.worker import PATIENCE, STALE, Worker, waits_for_nobody
from awards.exceptions import Refused
from awards.models import Award, Batch
from campaigns import clock
from tests import cast as c
from tests.awards.test_races import at_once

pytestmark = pytest.mark.django_db
State = Batch.State
PAGE = "/quan-tri/awards/batch/"


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def make_all(batch):
    """Every part and the result, in this process: what the worker's processes do."""
    storage.make_folder(batch)
    batch.parts = JOBS[batch.what].plan(batch)
    Batch.objects.filter(pk=batch.pk).update(parts=batch.parts, total=len(batch.parts), state=State.RUNNING)
    for n in range(len(batch.parts)):
        tasks.make(batch.pk, n)
    return tasks.join(batch.pk)


def ended(cast, **changes):
    batch = queue.ask(cast.campaign, "luu_tru", by=cast.chi)
    storage.make_folder(batch)
    storage.result_path(batch).write_bytes(b"ket qua")
    values = {
        "state": State.DONE,
        "finished_at": clock.now(),
        "file_name": "a.zip",
        "file_size": 7,
        "sha256": "0",
    }
    Batch.objects.filter(pk=batch.pk).update(**(values | changes))
    batch.refresh_from_db()
    return batch


# --- rules -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chi", "dung", "thu", "quan"])
def test_who_answers_for_all_dossiers_may_ask(cast, who):
    assert queue.ask(cast.campaign, "luu_tru", by=cast.users[who]).state == State.QUEUED


@pytest.mark.parametrize("who", ["an", "anh", "binh", "giang", "khach"])
def test_others_may_not(cast, who):
    with pytest.raises(Refused):
        queue.ask(cast.campaign, "luu_tru", by=cast.users[who])
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"what": "nonsense"}, "Chưa chọn việc"),
        ({"what": "giay_khen", "form": "exe"}, "Không có định dạng “exe”"),
        ({"what": "giay_khen", "offsets": {"chan-ky": (1.0, 2.0)}}, "không có dòng chữ “chan-ky”"),
    ],
)
def test_a_wish_that_makes_no_sense_is_answered(cast, wish, said):
    with pytest.raises(Refused, match=said):
        queue.ask(cast.campaign, by=cast.chi, **wish)


def test_certificates_are_not_cut_by_unit(cast):
    with pytest.raises(Refused, match="không lập riêng cho một đơn vị"):
        queue.ask(cast.campaign, "giay_khen", by=cast.chi, unit=cast.unit_a)


def test_the_same_is_queued_once_and_something_else_beside_it(cast):
    queue.ask(cast.campaign, "luu_tru", by=cast.chi)
    with pytest.raises(Refused, match="đang chờ hoặc đang lập"):
        queue.ask(cast.campaign, "luu_tru", by=cast.chi)
    queue.ask(cast.campaign, "luu_tru", by=cast.chi, unit=cast.unit_a)
    queue.ask(cast.campaign, "luu_tru", by=cast.dung)
    assert Batch.objects.count() == 3


def test_one_sees_cancels_and_repeats_one_s_own_only(cast):
    batch = queue.ask(cast.campaign, "luu_tru", by=cast.chi)
    assert not Batch.objects.visible_to(cast.dung).exists()
    with pytest.raises(Refused, match="Chỉ người yêu cầu"):
        queue.cancel(batch, by=cast.dung)
    queue.cancel(batch, by=cast.chi)
    with pytest.raises(Refused, match="đã kết thúc"):
        queue.cancel(batch, by=cast.chi)
    batch.refresh_from_db()
    queue.again(batch, by=cast.chi)
    with pytest.raises(Refused, match="Chỉ làm lại"):
        queue.again(batch, by=cast.chi)


def test_rights_are_asked_again_when_the_work_begins(cast):
    batch = queue.ask(cast.campaign, "luu_tru", by=cast.chi)
    cast.chi.is_active = False
    cast.chi.save()
    assert Worker(processes=1).take()
    batch.refresh_from_db()
    assert batch.state == State.FAILED
    assert "đã bị khóa" in batch.sentence


def test_nothing_to_make_is_a_sentence(cast):
    batch = queue.ask(cast.campaign, "giay_khen", by=cast.chi)
    assert Worker(processes=1).take()
    batch.refresh_from_db()
    assert (batch.state, batch.finished_at is None) == (State.FAILED, False)
    assert "sau khi quyết định được ký" in batch.sentence


# --- what is made ------------------------------------------------------------------------------------------------


@pytest.mark.pango
def test_an_award_revoked_meanwhile_is_told_and_does_not_stop_the_others(cast):
    c.awarded(cast)
    batch = queue.ask(cast.campaign, "giay_khen_rieng", by=cast.chi)
    storage.make_folder(batch)
    Batch.objects.filter(pk=batch.pk).update(parts=JOBS[batch.what].plan(batch), state=State.RUNNING)
    Award.objects.update(revocation="Quyết định hủy số 00 (mẫu)")
    tasks.make(batch.pk, 0)
    told = storage.report(batch, 0)["missing"]
    assert told[0]["ten"] == "Giấy khen BK23-001"
    assert "đã bị hủy" in told[0]["vi_sao"]


@pytest.mark.pango
def test_one_altered_sealed_paper_is_told_and_the_other_dossiers_are_printed(cast):
    first, second = c.submitted(cast), c.submitted(cast, unit=cast.unit_b, by=cast.binh)
    sealed = first.submissions.get().papers.get(part="minutes")
    with open(sealed.file.path, "r+b") as stream:
        stream.write(b"no longer a PDF at all")
    gone = first.submissions.get().papers.get(part="report")
    Path(gone.file.path).unlink()
    batch = queue.ask(cast.campaign, "ho_so", by=cast.chi)
    make_all(batch)
    batch.refresh_from_db()
    told = merging.missing(batch)
    assert [row["ten"] for row in told] == [
        f"Hồ sơ {first.reference} – Biên bản họp xét",
        f"Hồ sơ {first.reference} – Báo cáo thành tích",
    ]
    assert "không còn đúng như lúc niêm phong" in told[0]["vi_sao"]
    assert "không còn trong kho lưu" in told[1]["vi_sao"]
    printed = PdfReader(storage.result_path(batch))
    assert [line.title.split(" – ")[0] for line in printed.outline] == [first.reference, second.reference]
    whole = sum(len(PdfReader(paper.file.path).pages) for paper in second.submissions.get().papers.all())
    letter = first.submissions.get().papers.get(part="letter")
    assert len(printed.pages) == whole + len(PdfReader(letter.file.path).pages)


def test_a_dossier_of_which_nothing_is_left_costs_no_other(cast):
    first, second = c.submitted(cast), c.submitted(cast, unit=cast.unit_b, by=cast.binh)
    for paper in first.submissions.get().papers.all():
        Path(paper.file.path).write_bytes(b"")
    batch = queue.ask(cast.campaign, "ho_so", by=cast.chi)
    make_all(batch)
    batch.refresh_from_db()
    assert len(merging.missing(batch)) == 3
    assert [line.title.split(" – ")[0] for line in PdfReader(storage.result_path(batch)).outline] == [
        second.reference
    ]


def test_every_paper_of_the_campaign_is_a_file_and_a_draft_is_nobody_s(cast):
    c.submitted(cast)
    c.start(cast, unit=cast.unit_b, by=cast.binh)
    batch = queue.ask(cast.campaign, "van_ban", by=cast.chi)
    size, _digest, name = make_all(batch)
    assert name == "van-ban-pdf-bac-kan-2023.zip"
    body = storage.result_path(batch).read_bytes()
    assert len(body) == size
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        listed = packed.namelist()
        told = json.loads(packed.read("manifest.json"))["chua_lap_duoc"]
    assert "van-ban/to-trinh-bk23-001.pdf" in listed
    assert not [path for path in listed if "bk23-002" in path]
    assert any(row["ten"] == "Phiếu tiếp nhận hồ sơ BK23-001/1" for row in told)


@pytest.mark.pango
def test_a_part_is_made_once(cast):
    c.submitted(cast)
    batch = queue.ask(cast.campaign, "ho_so", by=cast.chi)
    make_all(batch)
    made = storage.part_path(batch, 0).stat()
    tasks.make(batch.pk, 0)
    assert storage.part_path(batch, 0).stat().st_mtime_ns == made.st_mtime_ns


# --- the lease ---------------------------------------------------------------------------------------------------


def test_a_living_worker_s_batch_is_left_to_it_and_a_dead_one_s_is_taken(cast):
    batch = queue.ask(cast.campaign, "luu_tru", by=cast.chi)
    first = Worker()
    assert first.claim() == batch
    assert Worker().claim() is None
    with clock.at(c.BEFORE + STALE + timedelta(seconds=1)):
        second = Worker()
        assert second.claim() == batch
    batch.refresh_from_db()
    assert batch.worker == second.name


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_batch_is_claimed_once_on_postgresql(cast):
    assert connection.vendor == "postgresql"
    queue.ask(cast.campaign, "luu_tru", by=cast.chi)
    claimed = at_once(*(lambda: Worker().claim() for _ in range(6)))
    assert len([batch for batch in claimed if batch is not None]) == 1


def test_the_monitor_hears_of_work_that_nobody_does(cast):
    queue.ask(cast.campaign, "luu_tru", by=cast.chi)
    assert not waits_for_nobody()
    later = c.BEFORE + PATIENCE + timedelta(seconds=1)
    with clock.at(later):
        assert waits_for_nobody()
        Worker().claim()
        assert not waits_for_nobody(), "a long queue behind a living worker is no fault"
    with clock.at(later + PATIENCE + timedelta(seconds=1)):
        assert waits_for_nobody(), "the worker died"


def test_old_results_go_and_the_line_stays(cast):
    batch = ended(cast)
    out = io.StringIO()
    call_command("clear_batches", "--days", "30", stdout=out)
    assert storage.result_path(batch).exists()
    with clock.at(c.BEFORE + timedelta(days=31)):
        call_command("clear_batches", "--days", "30", stdout=out)
    assert "Đã xóa tệp của 1 việc" in out.getvalue()
    assert not storage.folder(batch).exists()
    batch.refresh_from_db()
    assert batch.removed_at


# --- the page ----------------------------------------------------------------------------------------------------


def copy(row, **changes):
    values = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    values.pop(row._meta.pk.attname)
    return type(row)(**(values | changes))


def as_(user):
    client = Client()
    client.force_login(user)
    return client


def test_asking_on_the_page_shows_the_wish_with_its_bar(cast):
    client = as_(cast.chi)
    wish = {"campaign": cast.campaign.pk, "what": "luu_tru", "form": "pdf"}
    answer = client.post(PAGE, wish, follow=True)
    body = answer.content.decode()
    assert "<progress" in body
    assert "Chờ đến lượt" in body
    again = client.post(PAGE, wish)
    assert again.status_code == 409
    assert "đang chờ hoặc đang lập" in again.content.decode()


def test_progress_is_told_to_the_one_who_asked(cast):
    batch = queue.ask(cast.campaign, "luu_tru", by=cast.chi)
    Batch.objects.filter(pk=batch.pk).update(state=State.RUNNING, total=40, done=10)
    told = as_(cast.chi).get(f"{PAGE}tien-do/").json()["batches"]
    assert told == [
        {
            "pk": batch.pk,
            "state": "running",
            "label": "Đang lập",
            "done": 10,
            "total": 40,
            "words": "Đã lập 10/40",
        }
    ]
    assert as_(cast.dung).get(f"{PAGE}tien-do/").json() == {"batches": []}


def test_the_result_is_an_attachment_for_the_one_who_asked(cast):
    batch = ended(cast)
    address = reverse("admin:awards_batch_file", args=[batch.pk])
    answer = as_(cast.chi).get(address)
    assert b"".join(answer.streaming_content) == b"ket qua"
    assert answer["Content-Disposition"] == 'attachment; filename="a.zip"'
    assert as_(cast.dung).get(address).status_code == 404
    assert as_(cast.an).get(address).status_code == 403
    Batch.objects.update(removed_at=clock.now())
    assert as_(cast.chi).get(address).status_code == 404


def test_who_has_left_the_council_no_longer_gets_what_was_made_for_its_secretary(cast):
    batch = ended(cast)
    Batch.objects.filter(pk=batch.pk).update(asked_by=cast.thu)
    address = reverse("admin:awards_batch_file", args=[batch.pk])
    other = copy(cast.campaign, code="khac", reference_prefix="KH")
    other.save()
    copy(cast.seats["thu"], campaign_id=other.pk).save()
    assert as_(cast.thu).get(address).status_code == 200
    cast.seats["thu"].is_active = False
    cast.seats["thu"].save()
    answer = as_(cast.thu).get(address)
    assert answer.status_code == 403
    assert "lập hàng loạt" in answer.content.decode()


def test_what_is_asked_for_again_while_old_files_are_cleared_stays(cast, monkeypatch):
    old = {"state": State.FAILED, "sentence": "Mẫu.", "finished_at": clock.now() - timedelta(days=99)}
    older, newer = ended(cast, **old), ended(cast, **old)
    # The newer goes first; its owner presses the other's button meanwhile.
    monkeypatch.setattr(storage, "drop", lambda batch: queue.again(older, by=cast.chi))
    assert storage.clear() == 1
    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.state, older.removed_at) == (State.QUEUED, None)
    assert newer.removed_at


def test_a_failure_is_shown_with_its_sentence_and_a_button(cast):
    ended(cast, state=State.FAILED, sentence="Máy chủ chưa tạo được PDF (mẫu).")
    body = as_(cast.chi).get(PAGE).content.decode()
    assert "Máy chủ chưa tạo được PDF (mẫu)." in body
    assert "Làm lại" in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(cast, count, django_assert_max_num_queries):
    units = [None, cast.unit_a, cast.unit_b][:count]
    for unit in units:
        queue.ask(cast.campaign, "luu_tru", by=cast.chi, unit=unit)
    client = as_(cast.chi)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(PAGE)
