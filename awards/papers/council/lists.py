"""The Council's two lists, laid across the page: bảng tổng hợp đề nghị, danh sách trích ngang (domain 4).

Order, opinions and conclusions are those of the Excel list (awards.sheets.award_list), so that the two agree.
"""

from datetime import date

from awards.models import CouncilSession, Nomination, Submission
from awards.papers import facts, nd30, official_wording, wording
from awards.papers.blocks import Column, Paper, Paragraph, Signature, Signatures, Table, text
from awards.sheets import listing, proposed
from campaigns.models import AwardForm, Campaign
from campaigns.vietnamese import dates, numbers

_SUMMARY = (
    Column("STT", 5, "centre"),
    Column("Đơn vị đề nghị", 13),
    Column("Tập thể/cá nhân", 13),
    Column("Chức vụ", 9),
    Column("Hình thức đề nghị", 7, "centre"),
    Column("Điểm tự chấm", 6, "centre"),
    Column("Điểm thẩm định", 7, "centre"),
    Column("Kết quả họp xét (phiếu, %)", 8, "centre"),
    Column("Tờ trình số, ngày", 11, "centre"),
    Column("Ý kiến Văn phòng", 9, "centre"),
    Column("Kết luận Hội đồng", 12, "centre"),
)
_SHORTLIST = (
    Column("STT", 5, "centre"),
    Column("Tên tập thể; họ và tên cá nhân (Ông/Bà)", 18),
    Column("Ngày sinh", 10, "centre"),
    Column("Chức vụ, đơn vị công tác", 18),
    Column("Tóm tắt thành tích", 30),
    Column("Hình thức đề nghị", 9, "centre"),
    Column("Ghi chú", 10, "centre"),
)


# --- bảng tổng hợp ---------------------------------------------------------------------------------------


def gather_summary(campaign):
    """Every proposal that was submitted, with the Office's and the Council's word on it."""
    campaign = Campaign.objects.select_related("department").get(pk=campaign.pk)
    nominations = Nomination.objects.filter(campaign=campaign)
    rows, told = proposed.proposals(nominations), facts.sent(nominations)
    return {
        "campaign": facts.frame(campaign),
        "seats": facts.council(campaign),
        "rows": [_proposal(row, campaign, told.get(row["reference"])) for row in rows],
    }


def _proposal(row, campaign, told):
    council = row["council"] or {}
    votes, percent = proposed.votes_of(council)
    average = proposed.hundredths(council.get("average"))
    return {
        "nominee": {"kind": row["kind"], "award_form": row["asked_form"]},
        "reference": row["reference"],
        "unit": told["unit"] if told else row["unit__name"],
        "name": f"{told['honorific']} {told['name']}".strip() if told else listing.addressed(row),
        "position": (told["position"] if told else row["person__position"]) or "",
        "self_total": None if row["self_total"] is None else str(row["self_total"]),
        "average": None if average is None else str(average),
        "votes": votes or "",
        "percent": "" if percent is None else numbers.percent(percent),
        "letter": proposed.letter_number(row, campaign.department.agency_code) or "",
        "letter_on": facts.iso(row["letter__issued_on"]),
        "office": proposed.office_opinion(row["status"]),
        "conclusion": proposed.conclusion(row, council),
        "for_form": row["award_form"] if row["status"] in proposed.CONCLUDED_FOR else "",
        "is_late": row["is_late"],
    }


def refuse_summary(campaign):
    if sentence := official_wording.unnumbered_plan(campaign):
        return sentence
    if proposed.proposals(Nomination.objects.filter(campaign=campaign)).exists():
        return ""
    return "Chưa có hồ sơ nào được trình trong Đợt thi đua này nên chưa có gì để tổng hợp."


def compose_summary(content):
    rows = content["rows"]
    return _list(
        content,
        "summary",
        "BẢNG TỔNG HỢP ĐỀ NGHỊ KHEN THƯỞNG",
        f"(Kèm theo Biên bản họp của {content['campaign']['council']} số ……/BB-{official_wording.COUNCIL_SYMBOL} "
        f"{wording.day('')})",
        Table(_SUMMARY, official_wording.sections(rows, _summed)),
        [f"{official_wording.counted_by_form(rows)}.", *_recommended(rows)],
        f"Tổng cộng: {official_wording.counted(rows)}",
    )


def _summed(at, row):
    letter = "\n".join(filter(None, (row["letter"], wording.short_day(row["letter_on"]))))
    votes = f"{row['votes']}\n{row['percent']}" if row["votes"] else "–"
    return (
        f"{at}",
        row["unit"],
        row["name"],
        row["position"] or "–",
        official_wording.form(row),
        wording.points(row["self_total"]) or "–",
        wording.points(row["average"]) or "–",
        votes,
        letter or "–",
        f"{row['office']}\n(nộp muộn)" if row["is_late"] else row["office"],
        row["conclusion"],
    )


def _recommended(rows):
    chosen = [
        {"nominee": {**row["nominee"], "award_form": row["for_form"]}} for row in rows if row["for_form"]
    ]
    return [f"Hội đồng đề nghị: {official_wording.counted_by_form(chosen)}."] if chosen else []


# --- danh sách trích ngang -------------------------------------------------------------------------------


def gather_shortlist(session):
    """Who stands on the session's agenda, with the achievements as summed up in the letter that was sent."""
    session = CouncilSession.objects.select_related("campaign__department").get(pk=session.pk)
    campaign = facts.frame_of(session)
    items = session.items.select_related("nomination__unit", "nomination__person__unit")
    items = list(items.order_by("order", "pk"))
    achieved = dict(
        Submission.objects.filter(nomination__session_items__session=session)
        .order_by("number")
        .values_list("nomination_id", "content__letter__achievements")
    )
    told = facts.sent([item.nomination_id for item in items])
    return {
        "campaign": campaign,
        "seats": session.cited["council"] if session.cited else facts.council(session.campaign),
        "session": {"number": session.number, "scheduled_at": facts.iso(session.scheduled_at)},
        "rows": [
            {
                "reference": item.nomination.reference,
                "is_late": item.nomination.is_late,
                "achievements": achieved.get(item.nomination_id) or "",
                "nominee": {
                    **facts.nominee(item.nomination, campaign["forms"], told.get(item.nomination.reference)),
                    "award_form": item.award_form,
                },
            }
            for item in items
        ],
    }


def compose_shortlist(content):
    rows, session = content["rows"], content["session"]
    return _list(
        content,
        "shortlist",
        "DANH SÁCH TRÍCH NGANG TẬP THỂ, CÁ NHÂN ĐỀ NGHỊ KHEN THƯỞNG",
        f"(Phiên họp thứ {session['number']} của {content['campaign']['council']}, "
        f"{wording.day(session['scheduled_at'][:10])})",
        Table(_SHORTLIST, official_wording.sections(rows, lambda at, row: _short(content, at, row))),
        [f"{official_wording.counted_by_form(rows)}."],
        f"Danh sách có {official_wording.counted(rows)}",
    )


def _short(content, at, row):
    nominee = row["nominee"]
    born = nominee["date_of_birth"]
    return (
        f"{at}",
        official_wording.name(content, row),
        dates.short(date.fromisoformat(born)) if born else "–",
        official_wording.post(content, row) or "–",
        row["achievements"] or "–",
        str(AwardForm.Code(nominee["award_form"]).label),
        "\n".join(filter(None, [row["reference"], row["is_late"] and "nộp muộn"])),
    )


# --- what both share -------------------------------------------------------------------------------------


def _list(content, part, name, attached, table, totals, end):
    campaign, secretary = content["campaign"], official_wording.secretary(content["seats"])
    return Paper(
        part=part,
        title=f"{name.capitalize()} – {campaign['code']}",
        author=campaign["council"],
        reference=campaign["code"],
        landscape=True,
        blocks=(
            official_wording.council_header(content),
            nd30.title([name], wording.movement(content), wide=True),
            Paragraph(text(attached), "attached"),
            table,
            *(Paragraph(text(line)) for line in totals),
            Paragraph(text(nd30.closing(end))),
            Signatures(
                Signature(("NGƯỜI LẬP BIỂU",), secretary["name"] if secretary else "", "(Ký, ghi rõ họ tên)"),
                official_wording.council_signature(official_wording.chair(content["seats"])),
                below=nd30.recipients(
                    ["Các thành viên Hội đồng"], file_code=f"VT, {official_wording.COUNCIL_SYMBOL}"
                ),
            ),
        ),
    )
