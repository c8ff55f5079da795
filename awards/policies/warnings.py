"""What a careful reader would ask about a dossier; nothing here blocks."""

from decimal import Decimal

from awards import consistency
from awards.exceptions import Obstacle
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates

from . import checklist, places


def warnings(nomination, content):
    """What a careful reader would ask about; nothing here blocks."""
    return [
        *_meeting_warnings(nomination.campaign, content),
        *_date_warnings(nomination.campaign, content),
        *_score_warnings(nomination, content),
        *(checklist.from_disagreement(row) for row in consistency.of_dossier(content) if not row.blocks),
    ]


def _meeting_warnings(campaign, content):
    minutes = content["minutes"]
    total, present = minutes["total_staff"], minutes["present"]
    top, bottom = campaign.meeting_quorum_numerator, campaign.meeting_quorum_denominator
    if total and present is not None and bottom * present < top * total:
        yield Obstacle(
            places.MINUTES,
            f"Cuộc họp có mặt {present}/{total} người, chưa đủ {top}/{bottom} (mức đề xuất, ghi chú A28).",
            "present",
        )
    for vote in content["votes"]:
        if (
            vote["is_nominee"]
            and present
            and 100 * vote["yes"] <= campaign.meeting_threshold_percent * present
        ):
            yield Obstacle(
                places.MINUTES,
                f"{vote['candidate']} được {vote['yes']}/{present} phiếu, chưa vượt "
                f"{campaign.meeting_threshold_percent}% số người có mặt (mức đề xuất, ghi chú A28).",
                "votes",
            )


def _date_warnings(campaign, content):
    for item in content["evidence"]:
        dated = item["dated_on"]
        if dated and not (campaign.starts_on.isoformat() <= dated <= campaign.ends_on.isoformat()):
            yield Obstacle(
                places.EVIDENCE,
                f"Tài liệu “{item['description']}” ghi ngày ngoài thời gian Đợt thi đua "
                f"({dates.short(campaign.starts_on)} – {dates.short(campaign.ends_on)}; ghi chú A4).",
            )


def _score_warnings(nomination, content):
    shown = {item["clause"] for item in content["evidence"]}
    scored = [row for row in content["scores"] if row["points"] is not None]
    bare = [
        row["clause"]
        for row in scored
        if Decimal(row["points"]) > 0 and row["clause"] not in shown and not row["explanation"]
    ]
    if bare:
        yield Obstacle(
            places.EVIDENCE,
            f"{len(bare):02d} ý tự chấm có điểm nhưng chưa có minh chứng hay giải trình: {', '.join(bare)}.",
        )
    if nomination.kind == NomineeKind.INDIVIDUAL and nomination.campaign.individual_clauses == "all":
        for row in scored:
            if Decimal(row["points"]) == 0:
                yield Obstacle(
                    places.SCORES,
                    f"Ý {row['clause']} chưa đạt; tiêu chí cá nhân được hiểu là phải đạt mọi ý "
                    f"({row['section']} của Kế hoạch).",
                    row["clause"],
                )
