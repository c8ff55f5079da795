"""Danh sách trích ngang."""

from datetime import date

from awards.models import CouncilSession, Submission
from awards.papers import official_wording, wording
from awards.papers.blocks import Column, Table
from awards.snapshots import citations
from campaigns.models import AwardForm
from campaigns.vietnamese import dates

from . import list_page

_SHORTLIST = (
    Column("STT", 5, "centre"),
    Column("Tên tập thể; họ và tên cá nhân (Ông/Bà)", 18),
    Column("Ngày sinh", 10, "centre"),
    Column("Chức vụ, đơn vị công tác", 18),
    Column("Tóm tắt thành tích", 30),
    Column("Hình thức đề nghị", 9, "centre"),
    Column("Ghi chú", 10, "centre"),
)


def gather(session):
    """Who stands on the session's agenda, with the achievements as summed up in the letter that was sent."""
    session = CouncilSession.objects.select_related("campaign__department").get(pk=session.pk)
    campaign = citations.frame_of(session)
    items = session.items.select_related("nomination__unit", "nomination__person__unit")
    items = list(items.order_by("order", "pk"))
    achieved = dict(
        Submission.objects.filter(nomination__session_items__session=session)
        .order_by("number")
        .values_list("nomination_id", "content__letter__achievements")
    )
    as_sent = citations.sent([item.nomination_id for item in items])
    return {
        "campaign": campaign,
        "seats": session.cited["council"] if session.cited else citations.council(session.campaign),
        "session": {"number": session.number, "scheduled_at": citations.iso(session.scheduled_at)},
        "rows": [
            {
                "reference": item.nomination.reference,
                "is_late": item.nomination.is_late,
                "achievements": achieved.get(item.nomination_id) or "",
                "nominee": {
                    **citations.nominee(
                        item.nomination, campaign["forms"], as_sent.get(item.nomination.reference)
                    ),
                    "award_form": item.award_form,
                },
            }
            for item in items
        ],
    }


def compose(content):
    rows, session = content["rows"], content["session"]
    return list_page.landscape_list(
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
