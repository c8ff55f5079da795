"""The Council's and the department's papers beside what was sent, voted and decided."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards import actions, consistency, workflow
from awards.exceptions import Refused
from awards.models import Attendance, Award, CouncilMember, CouncilSession, Decision, Nomination, SessionItem
from awards.papers import registry
from campaigns import clock
from campaigns.models import Person, Unit
from tests import cast as c
from tests.awards.papers.official_cast import recommend_all, several, signed

pytestmark = pytest.mark.django_db


def values(row):
    return [side.value for side in row.sides]


def planned(cast):
    session = actions.council_sessions.plan(
        cast.campaign, by=cast.thu, scheduled_at=clock.now() + timedelta(hours=1), place="Phòng họp (mẫu)"
    )
    return CouncilSession.objects.select_related("campaign").get(pk=session.pk)


def refusals(session_or_decision, made_from):
    return {
        kind.code: kind.refusal(session_or_decision)
        for kind in registry.made_from(made_from)
        if kind.applies(session_or_decision)
    }


# --- the roster, after the sending -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "what", "sides"),
    [
        ({"full_name": "Hà Thị Đao (mẫu)"}, "Tên", ["Hà Thị Đào (mẫu)", "Hà Thị Đao (mẫu)"]),
        ({"position": "Phó Trưởng phòng"}, "Chức vụ", ["Chuyên viên", "Phó Trưởng phòng"]),
        ({"honorific": "ong"}, "Xưng hô", ["Bà", "Ông"]),
    ],
)
def test_a_roster_changed_since_the_sending_blocks_the_councils_papers(cast, change, what, sides):
    c.accepted(cast, person=cast.people["nominee"])
    session = planned(cast)
    assert consistency.of_session(session) == []
    Person.objects.filter(pk=cast.people["nominee"].pk).update(**change)
    (row,) = consistency.of_session(session)
    assert row.what == f"{what} – BK23-001"
    assert values(row) == sides
    for code in ("invitation", "shortlist", "ballot"):
        sentence = registry.BY_CODE[code].refusal(session)
        assert all(f"“{side}”" in sentence for side in sides)
        assert "Quản trị › Cán bộ" in sentence
    assert registry.BY_CODE["summary"].refusal(cast.campaign) == row.sentence


def test_a_unit_renamed_since_the_sending_blocks_and_names_the_place(cast):
    c.accepted(cast)
    session = planned(cast)
    Unit.objects.filter(pk=cast.unit_a.pk).update(name="Phòng đổi tên (mẫu)")
    found = consistency.of_session(session)
    assert {row.what.partition(" – ")[0] for row in found} == {"Tên", "Đơn vị đề nghị"}
    assert all("Quản trị › Đơn vị" in row.sentence for row in found)
    assert "2 điểm" in registry.BY_CODE["ballot"].refusal(session)


def test_spaces_and_tone_places_in_the_roster_are_no_difference(cast):
    person = cast.people["nominee"]
    Person.objects.filter(pk=person.pk).update(full_name="Trần Thị Hòa (mẫu)")
    c.accepted(cast, person=Person.objects.get(pk=person.pk))
    session = planned(cast)
    Person.objects.filter(pk=person.pk).update(full_name="Trần  Thị\u00a0Hoà (mẫu)")
    assert consistency.of_session(session) == []


def test_a_draft_decision_waits_until_the_roster_says_what_was_sent(cast):
    nomination = c.recommended(cast, person=cast.people["nominee"])
    made = c.decision(cast, [nomination])
    Person.objects.filter(pk=cast.people["nominee"].pk).update(position="Phó Trưởng phòng")
    assert "“Phó Trưởng phòng”" in registry.BY_CODE["decision"].refusal(made)
    with pytest.raises(Refused, match="Phó Trưởng phòng"):
        actions.decisions.sign(made, by=cast.dung)
    assert not Award.objects.exists()
    Person.objects.filter(pk=cast.people["nominee"].pk).update(position="Chuyên viên")
    assert actions.decisions.sign(made, by=cast.dung).status == "signed"


def test_a_closed_session_and_a_signed_decision_do_not_ask_the_roster(cast):
    nomination = c.recommended(cast, person=cast.people["nominee"])
    made = signed(cast, [nomination])
    Person.objects.filter(pk=cast.people["nominee"].pk).update(position="Phó Trưởng phòng")
    session = CouncilSession.objects.select_related("campaign").get()
    assert set(refusals(session, "session").values()) == {""}
    assert set(refusals(Decision.objects.get(pk=made.pk), "decision").values()) == {""}
    assert registry.BY_CODE["summary"].refusal(cast.campaign) == ""


def test_a_promotion_while_the_province_decides_changes_nothing(cast):
    nomination = c.forwarded(cast, person=cast.people["nominee"])
    Person.objects.filter(pk=cast.people["nominee"].pk).update(position="Phó Trưởng phòng")
    assert registry.BY_CODE["summary"].refusal(cast.campaign) == ""
    made = signed(cast, [nomination], "province_award", by=cast.chi, number="77")
    assert "Chuyên viên, Phòng Bưu chính" in str(registry.BY_CODE["payment"].paper(made))


# --- the session -----------------------------------------------------------------------------------------


def test_an_agenda_that_names_what_was_sent_back_is_not_printed(cast):
    nomination = c.accepted(cast)
    session = planned(cast)
    workflow.take("return", nomination, by=cast.chi, note="Báo cáo thiếu số liệu so sánh với quý trước.")
    (row,) = consistency.of_session(session)
    assert values(row) == ["đưa ra xét", "Bị trả lại"]
    assert "Cập nhật chương trình" in registry.BY_CODE["invitation"].refusal(session)


def test_an_invitation_to_another_council_is_not_printed(cast):
    c.accepted(cast)
    session = planned(cast)
    CouncilMember.objects.filter(pk=cast.seats["hai"].pk).update(is_active=False)
    (row,) = consistency.of_session(session)
    assert values(row) == ["04 thành viên", "03 thành viên"]
    assert "Ngô Hải" in row.sentence
    actions.council_sessions.refresh_agenda(session, by=cast.thu)
    assert consistency.of_session(session) == []


def test_the_form_put_to_the_vote_is_the_form_that_was_asked(cast):
    c.accepted(cast, award_form="bang_khen")
    session = planned(cast)
    SessionItem.objects.update(award_form="giay_khen")
    assert [values(row) for row in consistency.of_session(session)] == [["Bằng khen", "Giấy khen"]]


def test_minutes_whose_roll_call_was_tampered_with_are_not_printed(cast):
    c.accepted(cast)
    session = c.closed_session(cast)
    session = CouncilSession.objects.select_related("campaign").get(pk=session.pk)
    assert consistency.of_session(session) == []
    Attendance.objects.filter(member=cast.seats["hai"]).update(presence="absent")
    (row,) = consistency.of_session(session)
    assert values(row) == ["3/4 thành viên tham gia", "4/4 thành viên tham gia"]
    for code in ("tally", "council_minutes"):
        assert "verify_history" in registry.BY_CODE[code].refusal(session)


# --- the decision ----------------------------------------------------------------------------------------


def test_a_draft_that_still_names_what_the_council_lowered_is_not_printed(cast):
    nomination = c.recommended(cast, award_form="bang_khen")
    made = c.decision(cast, [nomination], "proposal")
    workflow.take("lower", nomination, by=cast.thu, note="Hội đồng thống nhất chuyển sang Giấy khen.")
    (row,) = consistency.of_decision(made)
    assert values(row) == ["Giấy khen", "Bằng khen"]
    assert "bỏ hồ sơ này khỏi dự thảo" in registry.BY_CODE["proposal"].refusal(made)


def test_a_draft_that_names_somebody_refused_meanwhile_is_not_printed(cast):
    nomination = c.recommended(cast)
    made = c.decision(cast, [nomination])
    workflow.take("refuse", nomination, by=cast.dung, note="Đang xem xét phản ánh về công việc được giao.")
    (row,) = consistency.of_decision(made)
    assert values(row) == ["Không khen thưởng", "Giấy khen"]


def test_a_decision_is_not_older_than_the_minutes_it_cites(cast):
    made = c.decision(cast, [c.recommended(cast)], on=date(2023, 12, 31))
    (row,) = consistency.of_decision(made)
    assert values(row) == ["họp ngày 03/01/2024", "ký ngày 31/12/2023"]
    made = actions.decisions.revise(made, by=cast.chi, issued_on=date(2024, 1, 3))
    assert consistency.of_decision(made) == []


def test_nobody_stands_in_two_drafts(cast):
    nomination = c.recommended(cast)
    one, other = (c.decision(cast, [nomination], number=number) for number in ("01", "02"))
    (row,) = consistency.of_decision(other)
    assert [side.paper for side in row.sides] == ["01/QĐ-STTT", "Dự thảo 02/QĐ-STTT"]
    assert "Điều 5" in registry.BY_CODE["decision"].refusal(one)


def test_a_signed_list_that_lost_an_award_is_not_paid(cast):
    rows = several(cast, 2, forms=("giay_khen", "giay_khen"))
    c.closed_session(cast)
    made = signed(cast, recommend_all(cast, rows))
    assert consistency.of_decision(made) == []
    Award.objects.filter(nomination=rows[0]).delete()
    (row,) = consistency.of_decision(made)
    assert values(row) == ["Giấy khen: 02", "Giấy khen: 01"]
    for code in ("decision", "payment"):
        assert "verify_history" in registry.BY_CODE[code].refusal(made)


# --- where people see it ---------------------------------------------------------------------------------


def table(response):
    return response.content.decode().partition('class="agreement')[2].partition("</table>")[0]


def test_the_pages_of_session_dossier_and_decision_show_both_sides(cast, client):
    nomination = c.recommended(cast, person=cast.people["nominee"])
    made = c.decision(cast, [nomination])
    c.accepted(cast, unit=cast.unit_b, by=cast.binh)
    session = planned(cast)
    client.force_login(cast.chi)
    pages = {
        "decision": reverse("admin:awards_decision_change", args=[made.pk]),
        "dossier": reverse("admin:awards_nomination_change", args=[nomination.pk]),
        "session": reverse("admin:awards_councilsession_change", args=[session.pk]),
    }
    assert [table(client.get(url)) for url in pages.values()] == [""] * 3
    Person.objects.filter(pk=cast.people["nominee"].pk).update(position="Phó Trưởng phòng")
    Unit.objects.filter(pk=cast.unit_b.pk).update(name="Phòng đổi tên (mẫu)")
    for name in ("decision", "dossier"):
        shown = table(client.get(pages[name]))
        assert "Chuyên viên" in shown
        assert "Phó Trưởng phòng" in shown
    assert reverse("admin:campaigns_person_change", args=[cast.people["nominee"].pk]) in shown
    assert "Phòng đổi tên (mẫu)" in table(client.get(pages["session"]))
    client.force_login(cast.dung)
    page = client.get(reverse("admin:awards_decision_sign", args=[made.pk]))
    assert "Phó Trưởng phòng" in table(page)
    assert "disabled" in page.content.decode()


def test_make_papers_tells_both_sides(cast, tmp_path):
    c.accepted(cast, person=cast.people["nominee"])
    planned(cast)
    Person.objects.filter(pk=cast.people["nominee"].pk).update(position="Phó Trưởng phòng")
    told = io.StringIO()
    call_command("make_papers", "--campaign", cast.campaign.code, "--out", str(tmp_path / "out"), stdout=told)
    assert (
        "    Chức vụ – BK23-001 – Hồ sơ đã trình: Chuyên viên | Danh sách hiện nay: Phó Trưởng phòng"
        in told.getvalue().splitlines()
    )


def test_as_many_queries_for_three_dossiers_as_for_one(cast):
    def asked(what, *made):
        with CaptureQueriesContext(connection) as queries:
            for row in made:
                what(row)
        return len(queries)

    rows = several(cast, 3, forms=("giay_khen",) * 3)
    three = planned(cast)
    SessionItem.objects.filter(session=three, nomination__in=rows[1:]).delete()
    one = asked(consistency.of_session, three)
    actions.council_sessions.refresh_agenda(three, by=cast.thu)
    assert asked(consistency.of_session, three) == one
    SessionItem.objects.all().delete()
    c.closed_session(cast)
    first, *others = recommend_all(cast, rows)
    drafts = c.decision(cast, [first]), c.decision(cast, others, number="02")
    assert asked(consistency.of_decision, drafts[0]) == asked(consistency.of_decision, drafts[1])
    all_three = asked(consistency.of_campaign, cast.campaign)
    Nomination.objects.filter(pk__in=[row.pk for row in others]).update(status="not_recommended")
    assert asked(consistency.of_campaign, cast.campaign) == all_three
