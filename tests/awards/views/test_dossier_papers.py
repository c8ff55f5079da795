"""The papers: saved as far as they go, never lost, never silently overwritten."""

import hashlib

import pytest
from django.urls import reverse

from awards.models import Letter, Minutes, Report
from awards.papers import registry
from tests import cast as maker
from tests.awards.papers.render.test_pdf import pages_of

from .helpers import posted

JSON = {"headers": {"Accept": "application/json"}}


def address(draft, part="letter"):
    return reverse(part, args=[draft.reference])


def test_what_is_known_stands_there_already_and_nothing_is_stored_by_looking(an, draft):
    page = an.get(address(draft)).content.decode()
    assert "Trưởng phòng" in page
    assert "Hội đồng Thi đua - Khen thưởng Sở" in page
    assert not Letter.objects.exists()


def test_an_unfinished_letter_is_saved(an, draft):
    data = posted(an.get(address(draft))) | {"reasons": "Đơn vị đã họp.", "issued_on": "03/01/2024"}
    response = an.post(address(draft), data)
    assert response.status_code == 302
    letter = Letter.objects.get()
    assert letter.reasons == "Đơn vị đã họp."
    assert letter.issued_on.isoformat() == "2024-01-03"
    assert letter.saved_by.username == "an"


def test_text_is_stored_in_nfc_without_invisible_characters(an, draft):
    import unicodedata

    typed = unicodedata.normalize("NFD", "Đã  hoàn thành​ tốt\r\n\r\n\r\n\r\nnhiệm vụ")
    an.post(address(draft), posted(an.get(address(draft))) | {"reasons": typed})
    assert Letter.objects.get().reasons == "Đã hoàn thành tốt\n\nnhiệm vụ"


def test_a_bad_date_has_its_error_beside_it_keeps_what_was_typed_and_costs_no_other_word(an, draft):
    data = posted(an.get(address(draft))) | {"issued_on": "32/01/2024", "reasons": "Nội dung đúng."}
    response = an.post(address(draft), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Ngày không đúng. Viết ngày/tháng/năm" in page
    assert "32/01/2024" in page
    letter = Letter.objects.get()
    assert (letter.reasons, letter.issued_on) == ("Nội dung đúng.", None)
    # The page that came back carries the version that now stands: mending the date meets no conflict.
    assert an.post(address(draft), posted(response) | {"issued_on": "02/01/2024"}).status_code == 302


def test_a_text_of_more_than_twenty_thousand_characters_is_refused_with_a_sentence(an, draft):
    response = an.post(address(draft), posted(an.get(address(draft))) | {"reasons": "a" * 20_001})
    assert "tối đa 20.000 ký tự" in response.content.decode()
    assert Letter.objects.get().reasons == ""


def test_autosave_tells_the_time_the_version_and_the_faults(an, draft):
    data = posted(an.get(address(draft))) | {"issued_on": "hôm qua", "reasons": "Tự lưu."}
    told = an.post(address(draft), data, **JSON).json()
    assert told["set"] == {"version": 1}
    assert told["saved_at"] == "09:00:00"
    assert list(told["errors"]) == ["issued_on"]
    assert Letter.objects.get().reasons == "Tự lưu."


def test_the_second_tab_sees_the_conflict_and_overwrites_nothing(an, cast, client, draft):
    old = posted(an.get(address(draft)))
    an.post(address(draft), old | {"reasons": "Thẻ thứ nhất."})
    response = an.post(address(draft), old | {"reasons": "Thẻ thứ hai.", "number": "07"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Thẻ thứ nhất." in page
    assert "Thẻ thứ hai." in page
    assert Letter.objects.get().reasons == "Thẻ thứ nhất."

    kept = posted(response)
    assert an.post(address(draft), kept).status_code == 302
    letter = Letter.objects.get()
    assert (letter.reasons, letter.number) == ("Thẻ thứ hai.", "07")


def test_on_the_conflict_page_each_field_may_be_theirs(an, draft):
    old = posted(an.get(address(draft)))
    an.post(address(draft), old | {"reasons": "Của người kia.", "number": "01"})
    page = an.post(address(draft), old | {"reasons": "Của tôi.", "number": "07"})
    an.post(address(draft), posted(page) | {"choose-reasons": "theirs"})
    letter = Letter.objects.get()
    assert (letter.reasons, letter.number) == ("Của người kia.", "07")


def test_a_lost_answer_is_no_conflict_with_oneself(an, draft):
    data = posted(an.get(address(draft))) | {"reasons": "Đã đến máy chủ."}
    an.post(address(draft), data, **JSON)
    told = an.post(address(draft), data, **JSON)
    assert told.status_code == 200
    assert told.json()["set"] == {"version": 1}


def test_autosave_gives_both_contents_of_a_conflict(an, draft):
    old = posted(an.get(address(draft)))
    an.post(address(draft), old | {"issued_on": "02/01/2024"})
    response = an.post(address(draft), old | {"issued_on": "03/01/2024"}, **JSON)
    assert response.status_code == 409
    told = response.json()
    assert told["fields"] == [
        {
            "key": "issued_on",
            "label": "Ngày ký",
            "mine": "03/01/2024",
            "theirs": "02/01/2024",
            "fill": {"issued_on": "02/01/2024"},
        }
    ]
    assert told["set"] == {"version": 1}


def test_after_the_session_autosave_learns_it_instead_of_a_page(an, draft):
    data = posted(an.get(address(draft)))
    an.logout()
    response = an.post(address(draft), data, **JSON)
    assert response.status_code == 401
    assert response.json()["login"] == "/dang-nhap/"


def test_after_the_session_a_plain_post_gives_the_words_back(an, draft):
    data = posted(an.get(address(draft))) | {"reasons": "Ba trang chữ."}
    an.logout()
    response = an.post(address(draft), data)
    assert response.status_code == 401
    assert "Ba trang chữ." in response.content.decode()


# --- the minutes -------------------------------------------------------------------------------------


def test_the_nominee_s_row_stands_in_the_vote_table_and_waits_for_figures(an, draft):
    response = an.get(address(draft, "minutes"))
    data = posted(response)
    assert data["votes-0-candidate"] == draft.nominee_name
    assert an.post(address(draft, "minutes"), data).status_code == 302
    assert not Minutes.objects.get().votes.exists()


def test_votes_and_moments_are_stored(an, draft):
    data = posted(an.get(address(draft, "minutes"))) | {
        "started_at_0": "02/01/2024",
        "started_at_1": "14:00",
        "votes-0-yes": "8",
        "votes-0-no": "1",
        "votes-1-candidate": "Phạm Thị Mẫu",
        "votes-1-yes": "1",
        "votes-1-no": "8",
    }
    an.post(address(draft, "minutes"), data)
    minutes = Minutes.objects.get()
    assert minutes.started_at.isoformat() == "2024-01-02T07:00:00+00:00"
    assert list(minutes.votes.values_list("candidate", "is_nominee", "yes", "no", "blank")) == [
        (draft.nominee_name, True, 8, 1, 0),
        ("Phạm Thị Mẫu", False, 1, 8, 0),
    ]
    again = posted(an.get(address(draft, "minutes")))
    assert (again["started_at_0"], again["started_at_1"]) == ("02/01/2024", "14:00")
    assert again["votes-1-candidate"] == "Phạm Thị Mẫu"


def test_a_row_without_a_name_is_told_beside_it_and_the_other_fields_are_saved(an, draft):
    data = posted(an.get(address(draft, "minutes"))) | {"place": "Phòng họp", "votes-1-yes": "3"}
    page = an.post(address(draft, "minutes"), data).content.decode()
    assert "Hãy ghi tên tập thể, cá nhân" in page
    assert Minutes.objects.get().place == "Phòng họp"


def test_half_a_moment_is_told(an, draft):
    data = posted(an.get(address(draft, "minutes"))) | {"started_at_0": "02/01/2024"}
    assert "Giờ không đúng. Viết giờ:phút" in an.post(address(draft, "minutes"), data).content.decode()


def test_the_vote_table_takes_part_in_a_conflict(an, draft):
    old = posted(an.get(address(draft, "minutes")))
    an.post(address(draft, "minutes"), old | {"votes-0-yes": "8", "votes-0-no": "1"})
    response = an.post(address(draft, "minutes"), old | {"votes-0-yes": "9", "votes-0-no": "0"}, **JSON)
    field = response.json()["fields"][0]
    assert (response.status_code, field["key"]) == (409, "votes")
    assert field["fill"]["votes-0-yes"] == "8"


# --- the report --------------------------------------------------------------------------------------


def test_the_report_asks_a_collective_what_concerns_a_collective(an, draft):
    data = posted(an.get(address(draft, "report")))
    assert "founding" in data
    assert "native_place" not in data


def test_the_report_asks_a_person_what_concerns_a_person(an, cast):
    nomination = maker.start(cast, person=cast.people["nominee"])
    data = posted(an.get(address(nomination, "report")))
    assert "native_place" in data
    assert "founding" not in data
    an.post(address(nomination, "report"), data | {"gender": "nu", "date_of_birth": "06/05/1985"})
    report = Report.objects.get()
    assert (report.gender, report.date_of_birth.isoformat()) == ("nu", "1985-05-06")


# --- closed ------------------------------------------------------------------------------------------


def test_a_submitted_dossier_is_read_not_written(an, cast):
    nomination = maker.submitted(cast)
    page = an.get(address(nomination)).content.decode()
    assert "<fieldset disabled>" in page
    assert "chỉ sửa hồ sơ đang soạn" in page.lower()
    data = {"version": "1", "reasons": "Sửa lén"}
    assert an.post(address(nomination), data).status_code == 403
    assert an.post(address(nomination), data, **JSON).status_code == 403
    assert Letter.objects.get().reasons == maker.LETTER["reasons"]


def test_the_office_reads_what_was_sent_but_not_what_is_being_written(cast, client, draft):
    client.force_login(cast.chi)
    assert client.get(address(draft)).status_code == 403
    draft.refresh_from_db()
    maker.fill(cast, draft)
    from awards import workflow

    workflow.take("submit", draft, by=cast.an)
    assert client.get(address(draft)).status_code == 200
    assert client.post(address(draft), {"version": "1"}).status_code == 403


# --- shown and handed over ---------------------------------------------------------------------------

PARTS = ["letter", "minutes", "report"]


def test_what_was_withdrawn_before_it_was_ever_sent_stays_its_unit_s(an, cast, client):
    nomination = maker.withdrawn(cast)
    assert an.get(printable(nomination)).status_code == 200
    client.force_login(cast.chi)
    for url in (address(nomination), printable(nomination), reverse("signed", args=[nomination.reference])):
        response = client.get(url)
        assert response.status_code == 403
        assert "rút khi chưa trình" in response.content.decode()


def printable(nomination, part="letter"):
    return reverse("printable", args=[nomination.reference, part])


def download(nomination, form, part="letter"):
    return reverse("paper_file", args=[nomination.reference, part, form])


@pytest.mark.parametrize("part", PARTS)
def test_the_printable_paper_is_made_of_the_draft(an, cast, part):
    nomination = maker.fill(cast, maker.start(cast))
    response = an.get(printable(nomination, part))
    assert response.status_code == 200
    assert "BẢN NHÁP" in response.content.decode()
    nonce = response["Content-Security-Policy"].split("nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in response.content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_beside_the_form_stands_the_printable_paper_and_every_format_to_download(an, draft, part):
    page = an.get(address(draft, part)).content.decode()
    assert f'<iframe src="{printable(draft, part)}?khung" sandbox="allow-same-origin"' in page
    for form in registry.FORMATS:
        assert f'href="{download(draft, form, part)}"' in page


def test_only_our_own_pages_frame_a_paper_and_then_it_has_no_buttons(an, draft):
    alone, framed = an.get(printable(draft)), an.get(f"{printable(draft)}?khung")
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert "data-print" in alone.content.decode()
    assert download(draft, "pdf") in alone.content.decode()
    for absent in ("<script", "data-print", "href="):
        assert absent not in framed.content.decode()


def test_what_is_still_to_be_filled_is_marked_until_it_is(an, cast):
    nomination = maker.start(cast)
    before = an.get(printable(nomination)).content.decode().count('<span class="blank">')
    maker.fill(cast, nomination)
    Letter.objects.update(number="05", issued_on="2024-01-03")
    after = an.get(printable(nomination)).content.decode().count('<span class="blank">')
    assert before > 4
    assert after == 0


@pytest.mark.pango
def test_a_draft_is_downloaded_as_a_marked_draft(an, cast):
    nomination = maker.fill(cast, maker.start(cast))
    response = an.get(download(nomination, "pdf"))
    text = pages_of(response.content)[0].extract_text()
    assert response["Content-Type"] == "application/pdf"
    assert (
        response["Content-Disposition"]
        == f'attachment; filename="ban-nhap-to-trinh-{nomination.reference.lower()}.pdf"'
    )
    assert "BẢN NHÁP" in text
    assert "Đơn vị đã họp xét và thống nhất đề nghị (mẫu)." in text


@pytest.mark.pango
def test_after_sending_the_download_is_the_sealed_paper_itself(an, cast):
    nomination = maker.submitted(cast)
    sealed = nomination.submissions.get().papers.get(part="minutes")
    response = an.get(download(nomination, "pdf", "minutes"))
    made = b"".join(response.streaming_content)
    assert hashlib.sha256(made).hexdigest() == sealed.sha256
    assert "BẢN NHÁP" not in an.get(printable(nomination, "minutes")).content.decode()


def test_a_format_that_does_not_exist_is_no_page(an, draft):
    assert an.get(download(draft, "exe")).status_code == 404


@pytest.mark.usefixtures("without_pango")
def test_without_pango_there_is_a_sentence_and_a_way_to_print(an, cast):
    nomination = maker.fill(cast, maker.start(cast))
    response = an.get(download(nomination, "pdf"))
    page = response.content.decode()
    assert response.status_code == 503
    assert "Pango" in page
    assert printable(nomination) in page
    assert an.get(printable(nomination)).status_code == 200
    for form in set(registry.FORMATS) - {"pdf"}:
        assert download(nomination, form) in page
        assert an.get(download(nomination, form)).status_code == 200
