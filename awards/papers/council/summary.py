"""Bảng tổng hợp đề nghị khen thưởng."""

from awards import award_lists
from awards.models import Nomination
from awards.papers import official_wording, wording
from awards.papers.blocks import Column, Table
from awards.snapshots import citations
from campaigns.models import Campaign
from campaigns.vietnamese import numbers

from . import list_page

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


def gather(campaign):
    """Every proposal that was submitted, with the Office's and the Council's word on it."""
    campaign = Campaign.objects.select_related("department").get(pk=campaign.pk)
    nominations = Nomination.objects.filter(campaign=campaign)
    rows, as_sent = award_lists.proposals(nominations), citations.sent(nominations)
    return {
        "campaign": citations.frame(campaign),
        "seats": citations.council(campaign),
        "rows": [_proposal(row, campaign, as_sent.get(row["reference"])) for row in rows],
    }


def _proposal(row, campaign, as_sent):
    council = row["council"] or {}
    votes, percent = award_lists.votes_of(council)
    average = award_lists.hundredths(council.get("average"))
    return {
        "nominee": {"kind": row["kind"], "award_form": row["asked_form"]},
        "reference": row["reference"],
        "unit": as_sent["unit"] if as_sent else row["unit__name"],
        "name": f"{as_sent['honorific']} {as_sent['name']}".strip()
        if as_sent
        else award_lists.addressed(row),
        "position": (as_sent["position"] if as_sent else row["person__position"]) or "",
        "self_total": None if row["self_total"] is None else str(row["self_total"]),
        "average": None if average is None else str(average),
        "votes": votes or "",
        "percent": "" if percent is None else numbers.percent(percent),
        "letter": award_lists.letter_number(row, campaign.department.agency_code) or "",
        "letter_on": citations.iso(row["letter__issued_on"]),
        "office": award_lists.office_opinion(row["status"]),
        "conclusion": award_lists.conclusion(row, council),
        "for_form": row["award_form"] if row["status"] in award_lists.CONCLUDED_FOR else "",
        "is_late": row["is_late"],
    }


def summary_refusal(campaign):
    if sentence := official_wording.unnumbered_plan(campaign):
        return sentence
    if award_lists.proposals(Nomination.objects.filter(campaign=campaign)).exists():
        return ""
    return "Chưa có hồ sơ nào được trình trong Đợt thi đua này nên chưa có gì để tổng hợp."


def compose(content):
    rows = content["rows"]
    return list_page.landscape_list(
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
