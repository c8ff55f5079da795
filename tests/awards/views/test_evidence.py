"""Evidence: judged by content, told in sentences, served only as an attachment to who may see it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards import actions
from awards.models import Evidence
from tests import cast as maker

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def address(draft):
    return reverse("evidence", args=[draft.reference])


@pytest.fixture
def item(cast, draft):
    return actions.dossiers.add_evidence(
        draft, maker.pdf_upload("Báo cáo “quý IV”.pdf"), by=cast.an, description="Báo cáo"
    )


def test_a_file_is_added_and_listed(an, address):
    data = {
        "file": maker.pdf_upload("bao-cao.pdf"),
        "clause": "C1.1",
        "dated_on": "20/12/2023",
        "description": "",
    }
    assert an.post(address, data).status_code == 302
    page = an.get(address).content.decode()
    item = Evidence.objects.get()
    assert item.clause.code == "C1.1"
    for text in ("bao-cao.pdf", "20/12/2023", item.sha256[:12]):
        assert text in page


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("a.pdf", b"MZ\x90\x00 not a pdf"), "không phải PDF"),
        (SimpleUploadedFile("a.pdf", b""), "rỗng"),
        (None, "Chưa chọn tệp"),
    ],
)
def test_a_wrong_file_is_refused_beside_the_field_and_the_rest_is_kept(an, address, upload, words):
    data = {"description": "Văn bản số 5", **({"file": upload} if upload else {})}
    response = an.post(address, data)
    page = response.content.decode()
    assert words in page
    assert "Văn bản số 5" in page
    assert not Evidence.objects.exists()


def test_the_progress_bar_s_request_gets_json(an, address):
    told = an.post(address, {"file": maker.docx_upload()}, **JSON)
    assert told.status_code == 200
    assert told.json()["name"] == "minh-chung.docx"
    again = an.post(address, {"file": maker.docx_upload()}, **JSON)
    assert again.status_code == 422
    assert "đã có" in again.json()["errors"]["file"][0]


def test_a_file_is_removed_from_the_dossier_by_post_only(an, draft, item):
    address = reverse("evidence_remove", args=[draft.reference, item.key])
    assert an.get(address).status_code == 405
    assert an.post(address).status_code == 302
    assert not draft.evidence.kept().exists()
    assert an.post(address).status_code == 404


def test_a_download_is_an_attachment_that_no_cache_keeps(an, draft, item):
    response = an.get(reverse("evidence_file", args=[draft.reference, item.key]))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''B%C3%A1o")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["binh", "khach", "giang"])
def test_a_stranger_gets_no_file(login, draft, item, name):
    assert login(name).get(reverse("evidence_file", args=[draft.reference, item.key])).status_code == 404


def test_a_file_is_not_served_through_another_dossier(an, cast, login, item):
    other = maker.start(cast, unit=cast.unit_b, by=cast.binh)
    binh = login("binh")
    assert binh.get(reverse("evidence_file", args=[other.reference, item.key])).status_code == 404
    assert binh.post(reverse("evidence_remove", args=[other.reference, item.key])).status_code == 404


def test_a_file_that_left_the_disk_is_a_page_not_a_crash(an, draft, item):
    item.file.storage.delete(item.file.name)
    assert an.get(reverse("evidence_file", args=[draft.reference, item.key])).status_code == 404


def test_a_closed_dossier_takes_no_file(an, cast):
    nomination = maker.submitted(cast)
    response = an.post(reverse("evidence", args=[nomination.reference]), {"file": maker.pdf_upload()})
    assert "không sửa được" in response.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_no_question_per_file(an, cast, draft, address, count, django_assert_max_num_queries):
    for number in range(count):
        actions.dossiers.add_evidence(
            draft, maker.pdf_upload(f"{number}.pdf", size=number), by=cast.an, description="Mẫu"
        )
    with django_assert_max_num_queries(12):
        an.get(address)
