"""Decisions: drafted by the Office, signed by the Director, answered by the province."""

from datetime import date

import pytest
from django.urls import reverse

from awards import actions
from awards.models import Award, Decision, Event, Nomination
from tests import cast as c

pytestmark = pytest.mark.django_db
S = Nomination.Status


def url(name, *args):
    return reverse(f"admin:awards_decision_{name}", args=args)


def text(response):
    return response.content.decode()


def data(rows, **more):
    return {
        "number": "1",
        "symbol": "QĐ-STTT",
        "issued_on": "03/01/2024",
        "signer_authority": "",
        "signer_title": "Giám đốc",
        "signer_name": "Đặng Tiến Dũng (mẫu)",
        "note": "",
        "nominations": [row.pk for row in rows],
        **more,
    }


class TestADecision:
    def test_from_draft_to_award(self, cast, client):
        nomination = c.recommended(cast)
        client.force_login(cast.chi)
        assert "1 hồ sơ có thể đưa vào" in text(client.get(url("add")))
        draft = url("draft", cast.campaign.pk, "department_award")
        page = text(client.get(draft))
        assert nomination.reference in page
        assert "Nghị định 91/2017/NĐ-CP" in page  # the plan's form
        assert "Nghị định 98/2023/NĐ-CP" in page  # the law of the day
        assert client.post(draft, data([nomination])).status_code == 303
        decision = Decision.objects.get()
        assert str(decision) == "01/QĐ-STTT"
        page = text(client.get(url("change", decision.pk)))
        assert "1.080.000" in page
        assert "Chỉ Giám đốc Sở" in page
        client.force_login(cast.dung)
        page = text(client.get(url("sign", decision.pk)))
        assert nomination.nominee_name in page
        assert client.post(url("sign", decision.pk), {"version": decision.version}).status_code == 303
        nomination.refresh_from_db()
        assert nomination.status == S.AWARDED
        assert Award.objects.get().bonus_amount == 1_080_000
        assert "1.080.000" in text(client.get(url("change", decision.pk)))

    def test_the_law_of_the_last_day_of_2023_pays_by_the_old_decree(self, cast, client):
        nomination = c.forwarded(cast)
        outcome = c.decision(
            cast,
            [nomination],
            "province_award",
            number="7",
            on=c.BEFORE.date().replace(year=2023, month=12, day=31),
        )
        client.force_login(cast.chi)
        assert "3.600.000" in text(client.get(url("change", outcome.pk)))

    def test_a_draft_without_a_number_is_not_signed(self, cast, client):
        nomination = c.recommended(cast)
        client.force_login(cast.chi)
        draft = url("draft", cast.campaign.pk, "department_award")
        client.post(draft, data([nomination], number="", issued_on=""))
        decision = Decision.objects.get()
        client.force_login(cast.dung)
        page = client.post(url("sign", decision.pk), {"version": decision.version})
        assert page.status_code == 409
        assert "chưa đủ số, ngày ký" in text(page)
        nomination.refresh_from_db()
        assert nomination.status == S.RECOMMENDED

    def test_a_draft_without_dossiers_keeps_what_was_typed(self, cast, client):
        c.recommended(cast)
        client.force_login(cast.chi)
        draft = url("draft", cast.campaign.pk, "department_award")
        page = client.post(draft, data([], note="Giữ lại chữ này (mẫu)."))
        assert page.status_code == 409
        assert "Chưa chọn hồ sơ nào" in text(page)
        assert "Giữ lại chữ này (mẫu)." in text(page)
        assert not Decision.objects.exists()

    def test_a_number_used_twice_is_a_sentence(self, cast, client):
        nomination = c.recommended(cast)
        c.decision(cast, [nomination])
        client.force_login(cast.chi)
        other = c.decision(cast, [nomination], number="02")
        page = client.post(url("change", other.pk), data([nomination], version=other.version))
        assert page.status_code == 409
        assert "đã dùng cho văn bản khác" in text(page)

    def test_a_number_drafted_twice_is_a_sentence_and_what_was_typed_stays(self, cast, client):
        nomination = c.recommended(cast)
        c.decision(cast, [nomination])
        client.force_login(cast.chi)
        draft = url("draft", cast.campaign.pk, "department_award")
        page = client.post(draft, data([nomination], note="Giữ lại chữ này (mẫu)."))
        assert page.status_code == 409
        assert "Số 01/QĐ-STTT đã dùng cho văn bản khác" in text(page)
        assert "Giữ lại chữ này (mẫu)." in text(page)
        assert f'value="{nomination.pk}" id="id_nominations_0" checked' in text(page)
        assert Decision.objects.count() == 1
        assert Event.objects.filter(verb="decision_drafted").count() == 1
        assert client.post(draft, data([nomination], number="2")).status_code == 303

    def test_a_stale_draft_is_not_saved_or_signed(self, cast, client):
        nomination = c.recommended(cast)
        decision = c.decision(cast, [nomination])
        actions.decisions.revise(decision, by=cast.chi, note="Sửa (mẫu)")
        client.force_login(cast.chi)
        page = client.post(url("change", decision.pk), data([nomination], version=decision.version))
        assert page.status_code == 409
        client.force_login(cast.dung)
        page = client.post(url("sign", decision.pk), {"version": decision.version})
        assert page.status_code == 409
        assert "đã thay đổi sau khi bạn mở trang này" in text(page)
        assert not Award.objects.exists()

    @pytest.mark.parametrize("step", ["change", "drop"])
    def test_what_another_has_signed_meanwhile_says_so_and_keeps_what_was_typed(self, cast, client, step):
        nomination = c.recommended(cast)
        decision = c.decision(cast, [nomination])
        actions.decisions.sign(decision, by=cast.dung)
        client.force_login(cast.chi)
        typed = data([nomination], version=decision.version, note="Ghi chú vừa gõ (mẫu).")
        page = client.post(url(step, decision.pk), typed)
        assert page.status_code == 409
        assert "đã được xác nhận ký (Đặng Tiến Dũng (mẫu), 09:00 ngày 03/01/2024" in text(page)
        assert ("Ghi chú vừa gõ (mẫu)." in text(page)) == (step == "change")

    @pytest.mark.parametrize(("name", "step"), [("chi", "change"), ("dung", "sign"), ("thu", "drop")])
    def test_what_another_has_dropped_meanwhile_says_so(self, cast, client, name, step):
        nomination = c.recommended(cast)
        decision = c.decision(cast, [nomination])
        actions.decisions.drop(decision, by=cast.chi, note="Soạn nhầm danh sách, soạn lại (mẫu).")
        client.force_login(cast.users[name])
        typed = data(
            [], version=decision.version, note="Lý do vừa gõ, đủ dài (mẫu).", signer_name="Người khác (mẫu)"
        )
        page = client.post(url(step, decision.pk), typed)
        assert page.status_code == 409
        assert "đã bỏ (Đỗ Thị Chi (mẫu), 09:00 ngày 03/01/2024" in text(page)
        assert ("Người khác (mẫu)" in text(page)) == (step == "change")
        assert client.get(url("change", decision.pk)).status_code == 200

    def test_whoever_may_not_draft_is_told_on_saving(self, cast, client):
        nomination = c.recommended(cast)
        decision = c.decision(cast, [nomination])
        client.force_login(cast.quan)
        page = client.post(url("change", decision.pk), data([nomination], version=decision.version))
        assert page.status_code == 409
        assert "được soạn" in text(page)

    @pytest.mark.parametrize("name", ["chi", "thu", "quan", "giang"])
    def test_only_the_director_signs(self, cast, client, name):
        decision = c.decision(cast, [c.recommended(cast)])
        client.force_login(cast.users[name])
        assert client.post(url("sign", decision.pk), {"version": decision.version}).status_code in (404, 409)
        assert not Award.objects.exists()

    @pytest.mark.parametrize("name", ["dung", "quan", "giang", "hai"])
    def test_others_draft_nothing(self, cast, client, name):
        nomination = c.recommended(cast)
        client.force_login(cast.users[name])
        draft = url("draft", cast.campaign.pk, "department_award")
        assert client.post(draft, data([nomination])).status_code == 403
        assert client.get(url("add")).status_code == 403

    def test_the_secretary_drafts(self, cast, client):
        nomination = c.recommended(cast)
        client.force_login(cast.thu)
        draft = url("draft", cast.campaign.pk, "department_award")
        assert client.post(draft, data([nomination])).status_code == 303

    def test_members_see_a_decision_once_it_is_signed(self, cast, client):
        decision = c.decision(cast, [c.recommended(cast)])
        client.force_login(cast.giang)
        assert client.get(url("change", decision.pk)).status_code == 404
        actions.decisions.sign(decision, by=cast.dung)
        assert client.get(url("change", decision.pk)).status_code == 200

    def test_the_office_records_what_the_province_answered(self, cast, client):
        nomination = c.forwarded(cast)
        client.force_login(cast.chi)
        draft = url("draft", cast.campaign.pk, "province_award")
        client.post(draft, data([nomination], number="77", symbol="QĐ-UBND", signer_title="Chủ tịch"))
        decision = Decision.objects.get(kind="province_award")
        assert client.post(url("sign", decision.pk), {"version": decision.version}).status_code == 303
        nomination.refresh_from_db()
        assert nomination.status == S.AWARDED
        assert nomination.award.bonus_amount == 5_400_000

    def test_a_dossier_of_another_form_is_no_candidate(self, cast, client):
        nomination = c.recommended(cast, award_form="bang_khen")
        client.force_login(cast.chi)
        draft = url("draft", cast.campaign.pk, "department_award")
        assert nomination.reference not in text(client.get(draft))
        assert client.post(draft, data([nomination])).status_code == 409


class TestTheMoneyOfTwoRegimes:
    """31/12/2023 beside 01/01/2024, before anybody signs (docs/domain.md 1.1, 1.3)."""

    def comparison(self, page):
        return text(page).partition('id="so-sanh"')[2].partition("</details>")[0]

    @pytest.mark.parametrize(
        ("day", "decree"), [((2023, 12, 31), "91/2017/NĐ-CP"), ((2024, 1, 1), "98/2023/NĐ-CP")]
    )
    def test_both_are_shown_and_the_one_that_applies_is_named(self, cast, client, day, decree):
        nomination = c.forwarded(cast)
        made = c.decision(cast, [nomination], "province_award", number="7", on=date(*day))
        client.force_login(cast.chi)
        for name in ("change", "sign"):
            shown = self.comparison(client.get(url(name, made.pk)))
            assert f"áp dụng <strong>Nghị định số {decree}</strong>" in shown
            for words in ("đến hết 31/12/2023", "từ 01/01/2024", "1.800.000", "Ba triệu sáu trăm nghìn đồng"):
                assert words in shown, words
            assert "Năm triệu bốn trăm nghìn đồng" in shown
            assert "Nghị định số 24/2023/NĐ-CP" in shown, "the source"
            applied = shown.partition('<tbody class="applies">')[2].partition("</tbody>")[0]
            assert decree in applied
            assert applied.count("áp dụng") == 1

    def test_where_both_give_the_same_it_is_said(self, cast, client):
        made = c.decision(cast, [c.recommended(cast)])
        client.force_login(cast.chi)
        shown = self.comparison(client.get(url("change", made.pk)))
        assert "cho cùng một số tiền" in shown
        assert shown.count("Một triệu không trăm tám mươi nghìn đồng") == 2

    def test_a_letter_to_the_province_pays_nothing(self, cast, client):
        made = c.decision(cast, [c.recommended(cast, award_form="bang_khen")], "proposal")
        client.force_login(cast.chi)
        assert self.comparison(client.get(url("change", made.pk))) == ""


def test_a_signed_decision_whose_awards_are_all_revoked_waits_for_no_date(cast, client):
    nomination = c.revoked(cast)
    client.force_login(cast.chi)
    page = text(client.get(url("change", nomination.decisions.get().pk)))
    assert "đã hủy" in page
    assert "Tiền thưởng hiện khi có ngày ký" not in page


def test_a_draft_without_a_date_says_when_its_money_shows(cast, client):
    made = actions.decisions.draft(cast.campaign, "department_award", [c.recommended(cast)], by=cast.chi)
    client.force_login(cast.chi)
    assert "Tiền thưởng hiện khi có ngày ký" in text(client.get(url("change", made.pk)))
