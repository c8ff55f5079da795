"""One dossier and its steps: what is missing leads to its field; every press has one effect or a sentence."""

import pytest
from django.urls import reverse

from awards import actions
from awards.models import Nomination, Submission
from campaigns import clock
from tests import cast as maker

from .helpers import posted

S = Nomination.Status


def page_of(client, nomination):
    return client.get(reverse("dossier", args=[nomination.reference])).content.decode()


def press(client, verb, nomination, **more):
    data = {"version": nomination.version, **more}
    return client.post(reverse(verb, args=[nomination.reference]), data)


def status(nomination):
    return Nomination.objects.get(pk=nomination.pk).status


# --- the overview ------------------------------------------------------------------------------------


def test_each_missing_thing_leads_to_its_field(an, draft):
    page = page_of(an, draft)
    assert f"/ho-so/{draft.reference}/to-trinh/#div_id_reasons" in page
    assert f"/ho-so/{draft.reference}/bien-ban/#votes" in page
    assert f"/ho-so/{draft.reference}/tu-cham/#y-C1.1" in page
    letter = an.get(reverse("letter", args=[draft.reference])).content.decode()
    assert 'id="div_id_reasons"' in letter
    scores = an.get(reverse("scores", args=[draft.reference])).content.decode()
    assert 'id="y-C1.1"' in scores


def test_a_button_that_does_not_work_says_why(an, draft):
    page = page_of(an, draft)
    assert "Chưa trình được: còn" in page
    assert f'href="/ho-so/{draft.reference}/trinh/"' not in page


def test_a_full_dossier_offers_to_be_submitted(an, full):
    page = page_of(an, full)
    assert "Hồ sơ đã đủ để trình" in page
    assert f'href="/ho-so/{full.reference}/trinh/"' in page


def test_where_the_head_submits_the_clerk_is_told(an, login, cast, full):
    cast.campaign.head_submits = True
    cast.campaign.save()
    assert "lãnh đạo đơn vị trình hồ sơ" in page_of(an, full)
    assert press(an, "submit", full).status_code == 409
    assert press(login("anh"), "submit", full).status_code == 302
    assert status(full) == S.SUBMITTED


@pytest.mark.parametrize("maker_of", ["start", "returned", "awarded"])
def test_the_overview_takes_twenty_queries_at_most(an, cast, maker_of, django_assert_max_num_queries):
    nomination = getattr(maker, maker_of)(cast)
    with django_assert_max_num_queries(20):
        an.get(reverse("dossier", args=[nomination.reference]))


def test_the_return_reason_stands_on_top_and_the_change_after_it_field_by_field(an, cast):
    nomination = maker.returned(cast)
    page = page_of(an, nomination)
    assert "Báo cáo thiếu số liệu so sánh với quý trước." in page
    assert "Chưa sửa gì so với lần trình trước" in page
    report = nomination.report
    actions.dossiers.save_paper(
        nomination, "report", {"results": "130/130 hồ sơ đúng hạn (mẫu)."}, by=cast.an, version=report.version
    )
    page = page_of(an, nomination)
    assert maker.REPORT["results"] in page
    assert "130/130 hồ sơ đúng hạn (mẫu)." in page


def test_after_resubmission_the_office_reads_the_same_changes(an, login, cast):
    nomination = maker.returned(cast)
    actions.dossiers.save_paper(
        nomination, "report", {"results": "130/130 (mẫu)."}, by=cast.an, version=nomination.report.version
    )
    press(an, "submit", nomination)
    page = page_of(login("chi"), nomination)
    assert "Lần trình cuối khác lần trước ở đâu" in page
    assert "130/130 (mẫu)." in page


def test_the_history_tells_who_when_what_and_why(an, cast):
    page = page_of(an, maker.returned(cast))
    for words in ("Lập hồ sơ", "Trình hồ sơ", "Tiếp nhận", "Trả lại", "Đỗ Thị Chi (mẫu)", "09:00 03/01/2024"):
        assert words in page


def test_the_council_s_roll_is_not_in_the_unit_s_history(an, cast):
    nomination = maker.recommended(cast)
    assert nomination.events.filter(verb="voted").exists()
    assert "voted" not in page_of(an, nomination)
    assert "Ngô Hải" not in page_of(an, nomination)


def test_the_office_sees_that_a_draft_exists_and_not_what_is_in_it(login, cast, draft):
    actions.dossiers.save_paper(
        draft, "letter", {**maker.LETTER, "reasons": "Chưa xong."}, by=cast.an, version=0
    )
    page = page_of(login("chi"), draft)
    assert "Đơn vị đang soạn hồ sơ này" in page
    assert "Chưa xong." not in page


# --- submitting --------------------------------------------------------------------------------------


def test_submitting_asks_once_more_and_gives_a_receipt(an, full):
    confirm = an.get(reverse("submit", args=[full.reference]))
    assert "Điểm tự chấm" in confirm.content.decode()
    response = an.post(reverse("submit", args=[full.reference]), posted(confirm))
    assert response["Location"] == reverse("receipt", args=[full.reference, 1])
    receipt = an.get(response["Location"]).content.decode()
    submission = Submission.objects.get()
    for words in (submission.receipt, "09:00 ngày 03/01/2024 (giờ Việt Nam)", submission.sha256):
        assert words in receipt


def test_the_second_press_gets_a_sentence(an, full):
    assert press(an, "submit", full).status_code == 302
    again = press(an, "submit", full)
    assert again.status_code == 409
    assert "đang ở trạng thái “Đã trình”" in again.content.decode()
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("version", ["0", "", "abc", "99999999999999999999"])
def test_a_stale_or_broken_version_is_refused_with_a_sentence(an, full, version):
    response = an.post(reverse("submit", args=[full.reference]), {"version": version})
    assert response.status_code == 409
    assert "Hãy tải lại trang" in response.content.decode()
    assert status(full) == S.DRAFT


def test_an_unfinished_dossier_is_not_submitted(an, draft):
    page = an.get(reverse("submit", args=[draft.reference])).content.decode()
    assert "Chưa trình được" in page
    assert press(an, "submit", draft).status_code == 409
    assert status(draft) == S.DRAFT


def test_after_the_deadline_there_is_a_sentence_and_with_a_window_the_late_mark(an, cast, full):
    with clock.at(maker.DEADLINE):
        assert "Đã hết hạn nộp hồ sơ" in page_of(an, full)
        assert press(an, "submit", full).status_code == 409
        maker.late_window(cast)
        assert "ghi là nộp muộn" in an.get(reverse("submit", args=[full.reference])).content.decode()
        response = press(an, "submit", full)
        assert "Nộp muộn" in an.get(response["Location"]).content.decode()


# --- recall and withdraw -----------------------------------------------------------------------------


def test_recall_until_received(an, cast):
    nomination = maker.submitted(cast)
    assert press(an, "recall", nomination).status_code == 302
    assert status(nomination) == S.DRAFT


def test_no_recall_once_received(an, cast):
    nomination = maker.received(cast)
    response = press(an, "recall", nomination)
    assert response.status_code == 409
    assert "Đã tiếp nhận" in response.content.decode()


def test_withdrawing_wants_a_reason_and_keeps_what_was_typed(an, draft):
    response = press(an, "withdraw", draft, note="Ngắn quá")
    assert response.status_code == 409
    assert "Ngắn quá" in response.content.decode()
    assert press(an, "withdraw", draft, note="Đơn vị đổi người được đề nghị (mẫu).").status_code == 302
    assert status(draft) == S.WITHDRAWN


@pytest.mark.parametrize("name", ["chi", "giang", "dung"])
def test_who_only_reads_takes_no_step_of_the_unit(login, cast, name):
    nomination = maker.accepted(cast)
    client = login(name)
    assert page_of(client, nomination)
    assert press(client, "withdraw", nomination, note="Thử rút hồ sơ của đơn vị khác.").status_code == 403
    assert client.get(reverse("withdraw", args=[nomination.reference])).status_code == 403
    assert status(nomination) == S.ACCEPTED


# --- sealed papers -----------------------------------------------------------------------------------


@pytest.mark.pango
def test_sealed_papers_are_downloads_with_their_digest(an, login, cast):
    nomination = maker.submitted(cast)
    paper = nomination.submissions.get().papers.get(part="letter")
    address = reverse("sealed_paper", args=[nomination.reference, paper.key])
    assert address in page_of(an, nomination)
    response = an.get(address)
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert "attachment" in response["Content-Disposition"]
    assert login("chi").get(address).status_code == 200
    assert login("binh").get(address).status_code == 404


def test_a_submission_without_pdf_is_still_readable_and_sealed_later(an, login, cast, monkeypatch):
    from awards import papers

    def missing(*args, **kwargs):
        raise papers.Unavailable

    with monkeypatch.context() as patch:
        patch.setattr(papers, "pdf", missing)
        patch.setattr(papers, "available", lambda: False)
        nomination = maker.submitted(cast)
        receipt = reverse("receipt", args=[nomination.reference, 1])
        assert "chưa có thư viện tạo PDF" in an.get(receipt).content.decode()
        assert an.post(reverse("seal_missing", args=[nomination.reference, 1])).status_code == 503
    address = reverse("sent_paper", args=[nomination.reference, 1, "minutes"])
    assert "Phòng họp mẫu" in an.get(address).content.decode()
    assert login("binh").get(address).status_code == 404


@pytest.mark.pango
def test_missing_pdfs_are_made_when_the_library_is_there(an, cast, monkeypatch):
    from awards import sealing

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "_render", lambda campaign, content: {})
        nomination = maker.submitted(cast)
    assert an.post(reverse("seal_missing", args=[nomination.reference, 1])).status_code == 302
    assert nomination.submissions.get().papers.count() == 3
