"""The Office at its desk: one dossier, many dossiers, late windows, the plan's number, Excel."""

import unicodedata
from datetime import timedelta
from io import BytesIO
from time import process_time

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards import actions, workflow
from awards.admin import campaign_plan
from awards.models import Decision, Event, LateWindow, Nomination, PaperCheck
from campaigns import clock
from campaigns.models import Campaign
from tests import cast as c
from tests.awards.views.helpers import posted

pytestmark = pytest.mark.django_db
S = Nomination.Status
REASON = "Báo cáo thiếu số liệu so sánh với quý trước."


@pytest.fixture
def chi(cast, client):
    client.force_login(cast.chi)
    return client


def dossier(nomination):
    return reverse("admin:awards_nomination_change", args=[nomination.pk])


def step(client, nomination, verb, **data):
    data = {"version": nomination.version, **data}
    return client.post(reverse("admin:awards_nomination_step", args=[nomination.pk, verb]), data)


def text(response):
    return response.content.decode()


class TestTheQueue:
    def test_search_without_accents_finds_the_nominee(self, cast, chi):
        c.submitted(cast, person=cast.people["nominee"])
        c.submitted(cast, unit=cast.unit_b, by=cast.binh)
        page = text(chi.get(reverse("admin:awards_nomination_changelist"), {"q": "HA thi dao"}))
        assert "Hà Thị Đào" in page
        assert "1 hồ sơ" in page

    def test_what_waits_longest_comes_first(self, cast, chi):
        old = c.submitted(cast)
        with clock.at(c.BEFORE + timedelta(hours=2)):
            c.start(cast, unit=cast.office_unit, by=cast.van)
            new = c.submitted(cast, unit=cast.unit_b, by=cast.binh)
            page = text(chi.get(reverse("admin:awards_nomination_changelist")))
        assert page.index(old.reference) < page.index(new.reference)
        assert "2 giờ" in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"status__exact": "submitted"}, True),
            ({"status__exact": "received"}, False),
            ({"kind__exact": "collective"}, True),
            ({"award_form__exact": "bang_khen"}, False),
            ({"is_late__exact": "0"}, True),
            ({"cho": "1"}, False),
        ],
    )
    def test_filters(self, cast, chi, query, found):
        row = c.submitted(cast)
        page = text(chi.get(reverse("admin:awards_nomination_changelist"), query))
        assert (f">{row.reference}<" in page) is found


class TestOneDossier:
    def test_the_office_receives_checks_and_accepts(self, cast, chi):
        nomination = c.submitted(cast)
        page = text(chi.get(dossier(nomination)))
        assert "Tiếp nhận" in page
        assert nomination.submissions.get().receipt in page
        assert step(chi, nomination, "receive").status_code == 303
        nomination.refresh_from_db()
        assert nomination.status == S.RECEIVED
        page = text(chi.get(dossier(nomination)))
        # What stands in the way is on the page in the rule's own sentences, each with a link to its paper.
        refused = workflow.refused("accept", nomination, cast.chi)
        assert refused.heading == "Chưa thực hiện được “Chấp nhận hồ sơ” vì còn 3 điểm:"
        assert refused.sentence.splitlines()[0] == refused.heading
        for at, line in enumerate(refused.obstacles, 1):
            assert refused.sentence.splitlines()[at] == f"({at}) {line.sentence}"
            assert f'<a href="{dossier(nomination)}#van-ban-{line.place}">{line.sentence}</a>' in page
            assert f'id="van-ban-{line.place}"' in page
        again = step(chi, nomination, "accept")
        assert again.status_code == 409
        assert text(again).count(refused.obstacles[0].sentence) == 2  # told above, and at the button
        for part in ("letter", "minutes", "report"):
            url = reverse("admin:awards_nomination_check", args=[nomination.pk, part])
            assert chi.post(url, {"version": nomination.version, "is_right": "1"}).status_code == 303
        assert step(chi, nomination, "accept").status_code == 303
        nomination.refresh_from_db()
        assert nomination.status == S.ACCEPTED

    def test_a_wrong_paper_needs_a_remark(self, cast, chi):
        nomination = c.received(cast)
        url = reverse("admin:awards_nomination_check", args=[nomination.pk, "minutes"])
        page = chi.post(url, {"version": nomination.version, "is_right": "0", "note": " "})
        assert page.status_code == 409
        assert "phải ghi rõ chưa đạt ở chỗ nào" in text(page)
        chi.post(url, {"version": nomination.version, "is_right": "0", "note": "Thiếu chữ ký của thư ký."})
        assert PaperCheck.objects.get().note == "Thiếu chữ ký của thư ký."
        assert "Thiếu chữ ký của thư ký." in text(chi.get(dossier(nomination)))

    def test_a_paper_that_was_sent_anew_is_not_checked_from_an_old_page(self, cast, chi):
        nomination = c.received(cast)
        old = nomination.version
        workflow.take("return", nomination, by=cast.chi, note=REASON)
        workflow.take("submit", nomination, by=cast.an)
        nomination = workflow.take("receive", nomination, by=cast.chi)
        url = reverse("admin:awards_nomination_check", args=[nomination.pk, "letter"])
        assert chi.post(url, {"version": old, "is_right": "1"}).status_code == 409
        assert not PaperCheck.objects.exists()

    def test_a_return_without_a_reason_keeps_what_was_typed(self, cast, chi):
        nomination = c.received(cast)
        page = step(chi, nomination, "return", note="quá ngắn")
        assert page.status_code == 409
        assert "ít nhất 20 ký tự" in text(page)
        assert ">quá ngắn</textarea>" in text(page)
        nomination.refresh_from_db()
        assert nomination.status == S.RECEIVED

    def test_a_stale_page_changes_nothing(self, cast, chi):
        nomination = c.submitted(cast)
        step(chi, nomination, "receive")
        page = step(chi, nomination, "receive")
        assert page.status_code == 409
        assert "đã thay đổi sau khi bạn mở trang này" in text(page)
        assert nomination.events.filter(verb="receive").count() == 1

    def test_a_page_without_a_version_changes_nothing(self, cast, chi):
        nomination = c.submitted(cast)
        url = reverse("admin:awards_nomination_step", args=[nomination.pk, "receive"])
        assert chi.post(url).status_code == 409

    def test_what_changed_since_the_last_submission_is_shown(self, cast, chi):
        nomination = c.returned(cast)
        report = nomination.report
        actions.dossiers.save_paper(
            nomination, "report", {"results": "Tăng 12% (mẫu)."}, by=cast.an, version=report.version
        )
        workflow.take("submit", nomination, by=cast.an)
        page = text(chi.get(dossier(nomination)))
        assert "Thay đổi so với lần trình thứ 1" in page
        assert "Tăng 12% (mẫu)." in page
        assert c.REPORT["results"] in page

    def test_the_office_finds_why_it_may_not_judge_its_own(self, cast, chi, client):
        nomination = c.submitted(cast, unit=cast.office_unit, by=cast.van)
        page = text(chi.get(dossier(nomination)))
        assert workflow.refusal("receive", nomination, cast.chi) in page
        assert reverse("admin:awards_nomination_step", args=[nomination.pk, "receive"]) not in page
        assert step(chi, nomination, "receive").status_code == 409
        client.force_login(cast.thu)
        assert step(client, nomination, "receive").status_code == 303

    def test_the_same_nominee_elsewhere(self, cast, chi):
        withdrawn = c.withdrawn(cast)
        nomination = c.submitted(cast)
        page = text(chi.get(dossier(nomination)))
        assert dossier(withdrawn) in page

    def test_no_step_of_the_unit_or_of_a_decision_is_taken_here(self, cast, chi):
        nomination = c.submitted(cast)
        for verb in ("submit", "withdraw", "recall", "award", "forward", "award_by_province", "nonsense"):
            assert step(chi, nomination, verb, note=REASON).status_code == 404

    def test_steps_are_taken_by_post_only(self, cast, chi):
        nomination = c.submitted(cast)
        url = reverse("admin:awards_nomination_step", args=[nomination.pk, "receive"])
        assert chi.get(url).status_code == 405

    def test_the_director_revokes_and_the_award_is_marked(self, cast, client):
        nomination = c.awarded(cast)
        client.force_login(cast.dung)
        assert (
            step(client, nomination, "revoke", note="Quyết định số 09 (mẫu) do khai sai.").status_code == 303
        )
        nomination.award.refresh_from_db()
        assert "khai sai" in nomination.award.revocation
        assert "đã hủy" in text(client.get(reverse("admin:awards_award_changelist")))

    def test_the_director_refuses(self, cast, client):
        nomination = c.recommended(cast)
        client.force_login(cast.dung)
        assert step(client, nomination, "refuse", note="Chưa đủ tiêu chuẩn khen thưởng.").status_code == 303


class TestManyDossiers:
    def url(self, verb):
        return reverse("admin:awards_nomination_bulk", args=[verb])

    def ask(self, client, verb, rows):
        return client.post(
            reverse("admin:awards_nomination_changelist"),
            {"action": f"bulk_{verb}", "_selected_action": [row.pk for row in rows], "index": "0"},
        )

    def pairs(self, rows):
        return [f"{row.pk}:{row.version}" for row in rows]

    def test_what_will_happen_is_told_name_by_name_before_it_happens(self, cast, chi):
        rows = [c.submitted(cast), c.submitted(cast, unit=cast.office_unit, by=cast.van)]
        page = text(self.ask(chi, "receive", rows))
        assert "Sẽ thực hiện: 1 hồ sơ" in page
        assert "Không thực hiện được: 1 hồ sơ" in page
        assert workflow.refusal("receive", rows[1], cast.chi) in page
        assert {row.status for row in Nomination.objects.all()} == {S.SUBMITTED}

    def test_each_is_taken_and_each_refusal_is_told(self, cast, chi):
        rows = [c.submitted(cast), c.submitted(cast, unit=cast.office_unit, by=cast.van)]
        page = chi.post(self.url("receive"), {"row": self.pairs(rows)})
        assert page.status_code == 200
        assert "Đã thực hiện 1 hồ sơ, 1 hồ sơ không thực hiện được" in text(page)
        assert workflow.refusal("receive", rows[1], cast.chi) in text(page)
        assert [Nomination.objects.get(pk=row.pk).status for row in rows] == [S.RECEIVED, S.SUBMITTED]

    def test_several_points_are_told_as_a_list_with_links(self, cast, chi):
        nomination = c.received(cast)
        refused = workflow.refused("accept", nomination, cast.chi)
        link = f'<a href="{dossier(nomination)}#van-ban-letter">{refused.obstacles[0].sentence}</a>'
        assert link in text(self.ask(chi, "accept", [nomination]))
        assert link in text(chi.post(self.url("accept"), {"row": self.pairs([nomination])}))

    def test_a_stale_row_is_refused(self, cast, chi):
        nomination = c.submitted(cast)
        workflow.take("recall", nomination, by=cast.an)
        fresh = workflow.take("submit", nomination, by=cast.an)
        page = chi.post(self.url("receive"), {"row": [f"{fresh.pk}:{fresh.version - 1}"]})
        assert page.status_code == 409
        assert "đã thay đổi sau khi bạn mở trang này" in text(page)
        assert Nomination.objects.get(pk=fresh.pk).status == S.SUBMITTED

    def test_one_reason_for_all_is_asked_first_and_kept(self, cast, chi):
        rows = [c.received(cast), c.received(cast, unit=cast.unit_b, by=cast.binh)]
        page = chi.post(self.url("return"), {"row": self.pairs(rows), "note": "ngắn"})
        assert page.status_code == 409
        assert ">ngắn</textarea>" in text(page)
        assert chi.post(self.url("return"), {"row": self.pairs(rows), "note": REASON}).status_code == 200
        assert set(Nomination.objects.values_list("status", flat=True)) == {S.RETURNED}
        assert list(Event.objects.filter(verb="return").values_list("note", flat=True)) == [REASON, REASON]

    def test_a_row_of_another_department_is_not_even_named(self, cast, client):
        nomination = c.submitted(cast)
        client.force_login(cast.khach)
        page = client.post(self.url("receive"), {"row": self.pairs([nomination])}, follow=True)
        assert nomination.reference not in text(page)
        nomination.refresh_from_db()
        assert nomination.status == S.SUBMITTED

    def test_the_council_sees_what_its_step_does_to_the_quota(self, cast, client):
        nomination = c.accepted(cast, award_form="bang_khen")
        c.closed_session(cast)
        client.force_login(cast.thu)
        page = text(self.ask(client, "recommend", [nomination]))
        assert "hiện 0, sau thao tác 1" in page
        assert client.post(self.url("recommend"), {"row": self.pairs([nomination])}).status_code == 200

    @pytest.mark.parametrize(
        ("name", "verb"),
        [("chi", "recommend"), ("giang", "receive"), ("quan", "accept"), ("dung", "nonsense")],
    )
    def test_whoever_may_not_finds_no_such_action(self, cast, client, name, verb):
        client.force_login(cast.users[name])
        assert client.post(self.url(verb), {"row": ["1:1"]}).status_code == 403

    def test_queries_of_the_preview_grow_only_by_what_a_rule_asks(self, cast, chi):
        rows = [c.submitted(cast)]
        with CaptureQueriesContext(connection) as one:
            self.ask(chi, "receive", rows)
        rows += [c.submitted(cast, unit=cast.unit_b, by=cast.binh)]
        with CaptureQueriesContext(connection) as two:
            self.ask(chi, "receive", rows)
        assert len(two) == len(one) <= 12


class TestLateWindow:
    def data(self, cast, **more):
        return {
            "campaign": cast.campaign.pk,
            "unit": cast.unit_a.pk,
            "open_until_0": "08/01/2024",
            "open_until_1": "17:00",
            "reason": "Đơn vị mất điện cả ngày 04/01 (mẫu).",
            **more,
        }

    def test_the_office_opens_one_unit(self, cast, chi):
        url = reverse("admin:awards_latewindow_add")
        assert chi.post(url, self.data(cast)).status_code == 303
        window = LateWindow.objects.get()
        assert (window.open_until.astimezone(clock.ZONE).hour, window.opened_by) == (17, cast.chi)
        assert Event.objects.filter(verb="open_late_window").exists()
        assert "08/01/2024" in text(chi.get(reverse("admin:awards_latewindow_changelist")))

    def test_a_refusal_keeps_the_text(self, cast, chi):
        page = chi.post(reverse("admin:awards_latewindow_add"), self.data(cast, open_until_0="04/01/2024"))
        assert page.status_code == 409
        assert "phải sau hiện tại và sau hạn nộp" in text(page)
        assert "mất điện cả ngày" in text(page)
        assert not LateWindow.objects.exists()

    @pytest.mark.parametrize("name", ["dung", "quan", "thu"])
    def test_nobody_else(self, cast, client, name):
        client.force_login(cast.users[name])
        assert client.post(reverse("admin:awards_latewindow_add"), self.data(cast)).status_code == 403

    def test_it_is_never_changed(self, cast, chi):
        chi.post(reverse("admin:awards_latewindow_add"), self.data(cast))
        pk = LateWindow.objects.get().pk
        assert chi.get(f"/quan-tri/awards/latewindow/{pk}/change/").status_code == 404


class TestTheAuthorityOfTheDepartment:
    CITED = "Quyết định số 00/2022/QĐ-UBND ngày 01 tháng 3 năm 2022 của UBND tỉnh quy định chức năng, nhiệm vụ (mẫu)"

    def url(self, cast):
        return reverse("admin:campaigns_campaign_authority", args=[cast.campaign.pk])

    def test_it_is_kept_as_it_is_printed_and_the_history_tells(self, cast, chi):
        typed = unicodedata.normalize("NFD", f"Căn cứ  {self.CITED};")
        assert chi.post(self.url(cast), {"functions_citation": typed}).status_code == 303
        assert Campaign.objects.get(pk=cast.campaign.pk).functions_citation == self.CITED
        event = Event.objects.get(verb="plan_changed")
        assert event.facts == {
            "before": {"Căn cứ chức năng, nhiệm vụ của Sở": ""},
            "after": {"Căn cứ chức năng, nhiệm vụ của Sở": self.CITED},
        }
        again = chi.post(self.url(cast), {"functions_citation": self.CITED})
        assert (again.status_code, Event.objects.filter(verb="plan_changed").count()) == (409, 1)

    def test_what_was_signed_keeps_what_it_cited(self, cast, chi):
        c.awarded(cast)
        assert chi.post(self.url(cast), {"functions_citation": self.CITED}).status_code == 303
        assert Campaign.objects.get(pk=cast.campaign.pk).functions_citation == self.CITED
        assert Decision.objects.get().cited["campaign"]["functions"] == ""

    @pytest.mark.parametrize("typed", ["Quyết định của UBND tỉnh", "Quyết định số 5/QĐ-UBND của UBND tỉnh"])
    def test_a_citation_without_number_or_day_keeps_what_was_typed(self, cast, chi, typed):
        page = chi.post(self.url(cast), {"functions_citation": typed})
        assert page.status_code == 409
        assert "phải nêu số và ngày" in page.content.decode()
        assert typed in page.content.decode()

    @pytest.mark.parametrize("end", ["", "/", "./.", " ; ", ".;,/"])
    def test_no_stop_of_ours_and_no_stroke_is_kept_at_its_end(self, cast, chi, end):
        assert (
            chi.post(self.url(cast), {"functions_citation": f"căn  cứ {self.CITED}{end}"}).status_code == 303
        )
        assert Campaign.objects.get(pk=cast.campaign.pk).functions_citation == self.CITED

    @pytest.mark.parametrize("piece", ["số 1 ", ".", "ngày 1 ", "; / "])
    def test_a_citation_longer_than_any_is_told_at_once_and_kept(self, cast, chi, piece):
        typed = (piece * 40_000)[:40_000] + "x"
        began = process_time()
        assert not campaign_plan.names_number_and_day(campaign_plan.without_our_words(typed * 5))
        assert process_time() - began < 0.5, "in proportion to its length"
        page = chi.post(self.url(cast), {"functions_citation": typed})
        assert page.status_code == 409
        assert "nhiều nhất 1.000: chỉ nêu một văn bản" in page.content.decode()
        assert typed in page.content.decode()

    def test_the_longest_is_kept(self, cast, chi):
        longest = f"{self.CITED} {'x' * 1000}"[:1000]
        assert chi.post(self.url(cast), {"functions_citation": longest}).status_code == 303
        assert chi.post(self.url(cast), {"functions_citation": f"{longest}x"}).status_code == 409
        assert Campaign.objects.get(pk=cast.campaign.pk).functions_citation == longest

    def test_of_two_officers_the_later_overwrites_nothing_unseen(self, cast, chi):
        opened = posted(chi.get(self.url(cast)))
        assert chi.post(self.url(cast), opened | {"functions_citation": self.CITED}).status_code == 303
        other = self.CITED.replace("00/2022", "11/2023")
        page = chi.post(self.url(cast), opened | {"functions_citation": other})
        assert page.status_code == 409
        shown = page.content.decode()
        assert f"Người khác đã ghi căn cứ của Sở sau khi bạn mở trang này (nay là “{self.CITED}”)" in shown
        assert f"{other}</textarea>" in shown
        assert chi.post(self.url(cast), posted(page)).status_code == 409, "only a page loaded anew is consent"
        assert Campaign.objects.get(pk=cast.campaign.pk).functions_citation == self.CITED
        assert (
            chi.post(
                self.url(cast), posted(chi.get(self.url(cast))) | {"functions_citation": other}
            ).status_code
            == 303
        )
        assert Campaign.objects.get(pk=cast.campaign.pk).functions_citation == other

    def test_what_the_page_showed_is_told_by_no_label(self, cast, chi):
        shown = chi.get(self.url(cast)).content.decode()
        assert '<input type="hidden" name="seen"' in shown
        assert 'for="id_seen"' not in shown

    def test_a_draft_decision_says_where_to_write_it(self, cast, chi):
        page = reverse("admin:awards_decision_draft", args=[cast.campaign.pk, "department_award"])
        assert "Ghi căn cứ của Sở" in chi.get(page).content.decode()
        chi.post(self.url(cast), {"functions_citation": self.CITED})
        assert "Ghi căn cứ của Sở" not in chi.get(page).content.decode()
        letter = reverse("admin:awards_decision_draft", args=[cast.campaign.pk, "proposal"])
        assert "Ghi căn cứ của Sở" not in chi.get(letter).content.decode()


class TestThePlansNumber:
    def url(self, cast):
        return reverse("admin:campaigns_campaign_number", args=[cast.campaign.pk])

    def test_the_office_writes_it_and_the_history_tells(self, cast, chi):
        assert chi.post(self.url(cast), {"plan_number": "5", "plan_date": "14/11/2023"}).status_code == 303
        campaign = Campaign.objects.get(pk=cast.campaign.pk)
        assert campaign.plan_reference == "05/KH-STTT"
        assert not campaign.plan_number_is_sample
        event = Event.objects.get(verb="plan_numbered")
        assert event.facts["before"]["number"] == "00"

    @pytest.mark.parametrize(
        ("number", "day", "sentence"),
        [
            ("05/KH", "14/11/2023", "không kèm ký hiệu"),
            ("05", "", "bắt buộc"),
            ("05", "14/11/2033", "sau hôm nay"),
            ("05", "14/11/2003", "kiểm tra lại năm"),
        ],
    )
    def test_a_slip_of_the_hand_is_told(self, cast, chi, number, day, sentence):
        page = chi.post(self.url(cast), {"plan_number": number, "plan_date": day})
        assert page.status_code == 409
        assert sentence in text(page)

    @pytest.mark.parametrize("name", ["dung", "thu", "giang"])
    def test_nobody_else(self, cast, client, name):
        client.force_login(cast.users[name])
        assert client.post(self.url(cast), {"plan_number": "5", "plan_date": "14/11/2023"}).status_code == 403


class TestExcel:
    def sheet(self, response):
        assert response.status_code == 200, response
        assert response.headers["Content-Disposition"].startswith("attachment")
        book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
        return "\n".join(str(cell) for row in book.active.iter_rows(values_only=True) for cell in row if cell)

    def test_everything_the_filter_and_the_selection(self, cast, chi):
        first = c.accepted(cast)
        second = c.submitted(cast, unit=cast.unit_b, by=cast.binh)
        url = reverse("admin:awards_nomination_export", args=["proposed"])
        everything = self.sheet(chi.get(url))
        assert cast.unit_a.name in everything
        assert cast.unit_b.name in everything
        filtered = self.sheet(chi.get(url, {"status__exact": "accepted"}))
        assert cast.unit_b.name not in filtered
        selected = chi.post(
            reverse("admin:awards_nomination_changelist"),
            {"action": "export_proposed", "_selected_action": [second.pk], "index": "0"},
        )
        assert first.unit.name not in self.sheet(selected)

    def test_a_stranger_exports_nothing_of_ours(self, cast, client):
        c.accepted(cast)
        client.force_login(cast.khach)
        page = client.get(reverse("admin:awards_nomination_export", args=["proposed"]))
        assert page.status_code in (200, 303)
        if page.status_code == 200:
            assert cast.unit_a.name not in self.sheet(page)

    def test_an_unknown_list_is_not_there(self, cast, chi):
        assert chi.get(reverse("admin:awards_nomination_export", args=["nonsense"])).status_code == 404


class TestTheHistory:
    def test_it_reads_in_words_and_verifies(self, cast, client):
        nomination = c.returned(cast)
        client.force_login(cast.dung)
        page = text(client.get(reverse("admin:awards_event_changelist")))
        assert "Trả lại" in page
        assert "Kiểm tra chuỗi nhật ký" in page
        event = nomination.events.get(verb="return")
        detail = text(client.get(reverse("admin:awards_event_change", args=[event.pk])))
        assert event.hash in detail
        assert "Đã tiếp nhận → Bị trả lại" in detail
        assert "còn nguyên vẹn" in text(client.post(reverse("admin:awards_event_verify")))

    def test_a_broken_chain_is_told(self, cast, client):
        nomination = c.received(cast)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE awards_event SET note = 'khác' WHERE verb = 'receive'")
        client.force_login(cast.quan)
        page = text(client.post(reverse("admin:awards_event_verify")))
        assert "Nội dung đã bị sửa sau khi ghi." in page
        assert nomination.status == S.RECEIVED

    @pytest.mark.parametrize(
        "query", [{"verb": "return"}, {"q": "phong buu chinh"}, {"q": "số liệu so sánh"}]
    )
    def test_it_can_be_searched(self, cast, client, query):
        c.returned(cast)
        client.force_login(cast.chi)
        page = text(client.get(reverse("admin:awards_event_changelist"), query))
        assert "Bị trả lại" in page

    def test_members_of_the_council_do_not_read_it(self, cast, client):
        client.force_login(cast.giang)
        assert client.get(reverse("admin:awards_event_changelist")).status_code == 403
