"""What stands between a dossier and its submission, in the order of its parts (plan III.2.2b)."""

from decimal import Decimal

from awards import consistency, decree30, signed_copies, snapshots
from awards.exceptions import Obstacle
from awards.models import Letter, Minutes, Report
from campaigns.models import AwardForm
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import names

from . import deadlines, decisions, places

_LETTER_NEEDS = ("addressee", "reasons", "achievements", "signer_title", "signer_name")
_MINUTES_NEEDS = (
    "started_at",
    "ended_at",
    "place",
    "chair_name",
    "secretary_name",
    "total_staff",
    "present",
    "absent",
    "discussion",
    "conclusion",
)
_REPORT_NEEDS = {
    NomineeKind.COLLECTIVE: ("address", "founding", "structure", "functions"),
    NomineeKind.INDIVIDUAL: ("date_of_birth", "gender", "native_place", "residence", "qualification"),
}
_REPORT_NEEDS_BOTH = (
    "duties",
    "measures",
    "results",
    "reporter_title",
    "reporter_name",
    "confirmer_title",
    "confirmer_name",
)


def dossier_obstacles(content):
    """What is missing or contradictory in a dossier (a value of snapshots.dossier.build): obstacles in its order."""
    return [
        *_nominee(content),
        *_blanks(places.LETTER, Letter, content["letter"], _LETTER_NEEDS),
        *_signer(content["letter"]),
        *_minutes(content),
        *_blanks(places.REPORT, Report, content["report"], _report_needs(content)),
        *_scores(content),
        *(from_disagreement(row) for row in consistency.blocking(consistency.of_dossier(content))),
    ]


def _signer(letter):
    authority, title = letter["signer_authority"], letter["signer_title"]
    if title and (sentence := decree30.signer_refusal(authority, title)):
        yield Obstacle(places.LETTER, f"Tờ trình: {sentence}", "signer_authority")


def from_disagreement(disagreement):
    """A line that leads to the side which was typed."""
    side = disagreement.mended
    return Obstacle(side.place, disagreement.sentence, side.field)


def _report_needs(content):
    return _REPORT_NEEDS[content["nominee"]["kind"]] + _REPORT_NEEDS_BOTH


def _nominee(content):
    nominee = content["nominee"]
    if nominee["kind"] != NomineeKind.INDIVIDUAL:
        return
    if not nominee["is_direct_worker"] or not nominee["direct_work_note"]:
        yield Obstacle(
            places.NOMINEE,
            "Chưa xác nhận cá nhân trực tiếp tham mưu, thực hiện nhiệm vụ nào "
            f"({content['campaign']['participants_section']} của Kế hoạch). Hãy đánh dấu xác nhận và ghi công việc.",
            "direct_work_note",
        )


def _blanks(place, model, paper, needed):
    part = str(model._meta.verbose_name).capitalize()
    for name in needed:
        if paper[name] in (None, ""):
            label = model._meta.get_field(name).verbose_name
            yield Obstacle(place, f"{part}: chưa có “{label}”.", name)


def _minutes(content):
    minutes, votes = content["minutes"], content["votes"]
    yield from _blanks(places.MINUTES, Minutes, minutes, _MINUTES_NEEDS)
    start, end = minutes["started_at"], minutes["ended_at"]
    if start and end and start >= end:
        yield Obstacle(places.MINUTES, "Biên bản họp xét: giờ kết thúc phải sau giờ bắt đầu.", "ended_at")
    chair, secretary = minutes["chair_name"], minutes["secretary_name"]
    if chair and secretary and names.same(chair, secretary):
        yield Obstacle(
            places.MINUTES,
            "Biên bản họp xét: chủ trì và thư ký là cùng một người. Biên bản cần hai người ký.",
            "secretary_name",
        )
    yield from _attendance(minutes)
    yield from _votes(content, votes, minutes["present"])


def _attendance(minutes):
    total, present, absent = minutes["total_staff"], minutes["present"], minutes["absent"]
    if None in (total, present, absent):
        return
    if present + absent != total:
        yield Obstacle(
            places.MINUTES,
            f"Biên bản họp xét: có mặt {present} + vắng {absent} = {present + absent}, không bằng tổng số "
            f"{total} người được triệu tập. Hãy sửa cho khớp.",
            "present",
        )
    if absent and not minutes["absent_reason"]:
        yield Obstacle(
            places.MINUTES,
            f"Biên bản họp xét: có {absent} người vắng nhưng chưa ghi họ tên, lý do vắng.",
            "absent_reason",
        )


def _votes(content, votes, present):
    nominee = content["nominee"]["name"]
    rows = [vote for vote in votes if vote["is_nominee"]]
    if not rows:
        yield Obstacle(
            places.MINUTES, f"Biên bản họp xét: chưa có kết quả biểu quyết cho {nominee}.", "votes"
        )
    for vote in votes:
        cast = vote["yes"] + vote["no"] + vote["blank"]
        if present is not None and cast != present:
            yield Obstacle(
                places.MINUTES,
                f"Biên bản họp xét: phiếu của {vote['candidate']} là {vote['yes']} đồng ý + {vote['no']} không "
                f"đồng ý + {vote['blank']} không có ý kiến = {cast}, không bằng {present} người có mặt.",
                "votes",
            )


def _scores(content):
    for row in content["scores"]:
        if not row["answer"]:
            yield Obstacle(places.SCORES, f"Tự chấm điểm: chưa trả lời ý {row['clause']}.", row["clause"])
        elif row.get("wrong"):
            yield Obstacle(
                places.SCORES,
                f"Tự chấm điểm: câu trả lời ý {row['clause']} không còn khớp với cách tính điểm hiện nay nên chưa được "
                f"tính điểm. {row['wrong']}",
                row["clause"],
            )
        elif row["answer"].get("state") != "answered" and not row["explanation"]:
            yield Obstacle(
                places.SCORES,
                f"Tự chấm điểm: ý {row['clause']} không tính điểm thì phải giải trình lý do.",
                row["clause"],
            )


def required_clause_obstacles(content):
    """Clauses the asked form cannot do without (docs/domain.md 5.3: no recognised initiative, no Bằng khen)."""
    form = content["nominee"]["award_form"]
    for row in content["scores"]:
        if form in row["required_for"] and (row["points"] is None or Decimal(row["points"]) <= 0):
            yield Obstacle(
                places.SCORES,
                f"{AwardForm.Code(form).label} cần đạt ý {row['clause']} ({row['text']}; "
                f"{row['section']} của Kế hoạch). Hãy bổ sung minh chứng hoặc đề nghị Giấy khen.",
                row["clause"],
            )


def submission_obstacles(nomination, now, content=None):
    """Everything that stands between the dossier and submitting it now."""
    content = content or snapshots.dossier.build(nomination)
    return [
        *deadlines.deadline_obstacles(nomination, now),
        *dossier_obstacles(content),
        *required_clause_obstacles(content),
        *(
            Obstacle(places.SIGNED, sentence, code)
            for code, sentence in signed_copies.lacking(nomination, content)
        ),
    ]


def signing_obstacles(nomination, content):
    """What stands between the typed dossier and papers that a head may sign: everything but the signatures."""
    return [
        *decisions.unnumbered_plan_obstacles(nomination, None),
        *dossier_obstacles(content),
        *required_clause_obstacles(content),
    ]
