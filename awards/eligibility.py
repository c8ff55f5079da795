"""MAY IT, NOW? What stands between a dossier and its next step, as sentences with a link.

An obstacle blocks; a warning is told and blocks nothing. The checklist of the unit, the refusal of the step
and the Office's view read the same lists.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from campaigns import deadlines
from campaigns.models import AwardForm, Unit
from campaigns.models.campaign import NomineeKind
from campaigns.vietnamese import dates, names

from . import agreement, signed, snapshots, voting
from .models import (
    CouncilSession,
    Decision,
    LateWindow,
    Letter,
    Minutes,
    Nomination,
    PaperCheck,
    Report,
    SessionItem,
)
from .papers import nd30
from .permissions import Refused

# Where the line leads: the page of the dossier that mends it.
NOMINEE, LETTER, MINUTES, REPORT, SCORES, EVIDENCE, SIGNED, SUBMIT = (
    "nominee",
    "letter",
    "minutes",
    "report",
    "scores",
    "evidence",
    "signed",
    "submit",
)


@dataclass(frozen=True)
class Obstacle:
    """A line of the checklist. `place` is the page that mends it, `field` the field on it."""

    place: str
    sentence: str
    field: str = ""


# --- starting ---------------------------------------------------------------------------------------


def quota(campaign, unit):
    """How many live nominations a unit may have (plan III.2.2a; domain A5, A6)."""
    return campaign.department_quota if unit.kind == Unit.Kind.WHOLE else campaign.unit_quota


def forms(campaign, unit):
    """The award forms a unit may ask for (plan III.2.2a; domain A7)."""
    codes = campaign.department_forms if unit.kind == Unit.Kind.WHOLE else campaign.unit_forms
    return [code for code in AwardForm.Code.values if code in codes]


def free_slot(campaign, unit):
    """The lowest slot without a live nomination; Refused when the quota is used up. Call under the lock."""
    live = Nomination.objects.live().filter(campaign=campaign, unit=unit)
    taken = dict(live.values_list("slot", "reference"))
    limit = quota(campaign, unit)
    for slot in range(1, limit + 1):
        if slot not in taken:
            return slot
    references = ", ".join(sorted(taken.values()))
    raise Refused(
        f"{unit.name} đã có {limit:02d} hồ sơ đề cử ({references}); {campaign.quota_section} của Kế hoạch "
        f"cho phép không quá {limit:02d} tập thể hoặc cá nhân. "
        "Muốn đổi người được đề nghị, hãy rút hồ sơ đang có rồi lập hồ sơ mới."
    )


def check_nominee(campaign, unit, kind, person, award_form):
    """Who may be proposed by whom, for what (plan II.2, III.2.2a; domain A9, A10)."""
    if award_form not in forms(campaign, unit):
        allowed = " hoặc ".join(AwardForm.Code(code).label for code in forms(campaign, unit))
        raise Refused(
            f"{unit.name} chỉ được đề nghị {allowed} ({campaign.quota_section} của Kế hoạch). "
            "Hãy chọn lại hình thức khen thưởng."
        )
    if kind == NomineeKind.COLLECTIVE:
        if person is not None:
            raise Refused(
                f"Mỗi hồ sơ đề nghị một tập thể hoặc một cá nhân, không cả hai ({campaign.quota_section} "
                "của Kế hoạch). Hãy chọn một trong hai."
            )
        _refuse_second_proposal(campaign, unit.name, unit=unit, kind=NomineeKind.COLLECTIVE)
        return
    if person is None:
        raise Refused("Chưa chọn cá nhân được đề nghị. Hãy chọn một người trong danh sách của đơn vị.")
    belongs = person.unit_id == unit.pk or unit.kind == Unit.Kind.WHOLE
    if person.department_id != unit.department_id or not belongs or not person.is_active:
        raise Refused(
            f"{person.full_name} không phải là cán bộ, công chức, viên chức đang công tác tại {unit.name} "
            f"({campaign.participants_section} của Kế hoạch). Hãy chọn người của đơn vị, hoặc báo quản trị sửa "
            "danh sách."
        )
    _refuse_second_proposal(campaign, person.full_name, person=person)


def _refuse_second_proposal(campaign, name, **nominee):
    other = Nomination.objects.live().filter(campaign=campaign, **nominee).select_related("unit").first()
    if other:
        raise Refused(
            f"{name} đã được đề nghị trong hồ sơ {other.reference} của {other.unit.name}. Một thành tích "
            "không khen nhiều lần (Luật Thi đua, khen thưởng, Điều 5). Hãy chọn tập thể, cá nhân khác hoặc "
            "rút hồ sơ kia trước."
        )


# --- the deadline -----------------------------------------------------------------------------------


def late_window(nomination_or_unit, campaign, now):
    """The unit's open late window at this instant, or None."""
    unit_id = getattr(nomination_or_unit, "unit_id", None) or nomination_or_unit.pk
    return (
        LateWindow.objects.filter(campaign=campaign, unit_id=unit_id, opened_at__lte=now, open_until__gt=now)
        .order_by("-open_until")
        .first()
    )


def is_late(nomination, now):
    """Would a submission at this instant be late for ever?

    A dossier returned by the Office had arrived in time once: correcting it is not lateness. A dossier the
    unit itself recalled is judged afresh (docs/decisions).
    """
    if nomination.status == Nomination.Status.RETURNED:
        return nomination.is_late
    return not deadlines.is_open(nomination.campaign.deadline_at, now)


def deadline(nomination, now):
    """Obstacles of time (plan III.2.2a; domain A3)."""
    campaign = nomination.campaign
    if nomination.status == Nomination.Status.RETURNED or deadlines.is_open(campaign.deadline_at, now):
        return []
    if late_window(nomination, campaign, now):
        return []
    return [
        Obstacle(
            SUBMIT,
            f"Đã hết hạn nộp hồ sơ từ {dates.instant(campaign.deadline_at)} ({campaign.deadline_section} của "
            "Kế hoạch: nộp trước thời điểm này). Nếu có lý do chính đáng, đề nghị Văn phòng Sở mở gia hạn "
            "cho đơn vị; hồ sơ sẽ được ghi là nộp muộn.",
        )
    ]


# --- the dossier ------------------------------------------------------------------------------------

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


def dossier(content):
    """What is missing or contradictory in a dossier (a value of snapshot.take): obstacles in its order."""
    return [
        *_nominee(content),
        *_blanks(LETTER, Letter, content["letter"], _LETTER_NEEDS),
        *_signer(content["letter"]),
        *_minutes(content),
        *_blanks(REPORT, Report, content["report"], _report_needs(content)),
        *_scores(content),
        *(_parted(row) for row in agreement.blocking(agreement.of_dossier(content))),
    ]


def _signer(letter):
    authority, title = letter["signer_authority"], letter["signer_title"]
    if title and (sentence := nd30.crooked_signer(authority, title)):
        yield Obstacle(LETTER, f"Tờ trình: {sentence}", "signer_authority")


def _parted(disagreement):
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
            NOMINEE,
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
    yield from _blanks(MINUTES, Minutes, minutes, _MINUTES_NEEDS)
    start, end = minutes["started_at"], minutes["ended_at"]
    if start and end and start >= end:
        yield Obstacle(MINUTES, "Biên bản họp xét: giờ kết thúc phải sau giờ bắt đầu.", "ended_at")
    chair, secretary = minutes["chair_name"], minutes["secretary_name"]
    if chair and secretary and names.same(chair, secretary):
        yield Obstacle(
            MINUTES,
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
            MINUTES,
            f"Biên bản họp xét: có mặt {present} + vắng {absent} = {present + absent}, không bằng tổng số "
            f"{total} người được triệu tập. Hãy sửa cho khớp.",
            "present",
        )
    if absent and not minutes["absent_reason"]:
        yield Obstacle(
            MINUTES,
            f"Biên bản họp xét: có {absent} người vắng nhưng chưa ghi họ tên, lý do vắng.",
            "absent_reason",
        )


def _votes(content, votes, present):
    nominee = content["nominee"]["name"]
    rows = [vote for vote in votes if vote["is_nominee"]]
    if not rows:
        yield Obstacle(MINUTES, f"Biên bản họp xét: chưa có kết quả biểu quyết cho {nominee}.", "votes")
    for vote in votes:
        cast = vote["yes"] + vote["no"] + vote["blank"]
        if present is not None and cast != present:
            yield Obstacle(
                MINUTES,
                f"Biên bản họp xét: phiếu của {vote['candidate']} là {vote['yes']} đồng ý + {vote['no']} không "
                f"đồng ý + {vote['blank']} không có ý kiến = {cast}, không bằng {present} người có mặt.",
                "votes",
            )


def _scores(content):
    for row in content["scores"]:
        if not row["answer"]:
            yield Obstacle(SCORES, f"Tự chấm điểm: chưa trả lời ý {row['clause']}.", row["clause"])
        elif row.get("wrong"):
            yield Obstacle(
                SCORES,
                f"Tự chấm điểm: câu trả lời ý {row['clause']} không còn khớp với cách tính điểm hiện nay nên chưa được "
                f"tính điểm. {row['wrong']}",
                row["clause"],
            )
        elif row["answer"].get("state") != "answered" and not row["explanation"]:
            yield Obstacle(
                SCORES,
                f"Tự chấm điểm: ý {row['clause']} không tính điểm thì phải giải trình lý do.",
                row["clause"],
            )


def required_clauses(content):
    """Clauses the asked form cannot do without (domain 5.3: no recognised initiative, no Bằng khen)."""
    form = content["nominee"]["award_form"]
    for row in content["scores"]:
        if form in row["required_for"] and (row["points"] is None or Decimal(row["points"]) <= 0):
            yield Obstacle(
                SCORES,
                f"{AwardForm.Code(form).label} cần đạt ý {row['clause']} ({row['text']}; "
                f"{row['section']} của Kế hoạch). Hãy bổ sung minh chứng hoặc đề nghị Giấy khen.",
                row["clause"],
            )


def submission(nomination, now, content=None):
    """Everything that stands between the dossier and submitting it now."""
    content = content or snapshots.dossier.build(nomination)
    return [
        *deadline(nomination, now),
        *dossier(content),
        *required_clauses(content),
        *(Obstacle(SIGNED, sentence, code) for code, sentence in signed.lacking(nomination, content)),
    ]


def before_signing(nomination, content):
    """What stands between the typed dossier and papers that a head may sign: everything but the signatures."""
    return [
        *numbered_plan(nomination, None),
        *dossier(content),
        *required_clauses(content),
    ]


# --- warnings ---------------------------------------------------------------------------------------


def warnings(nomination, content):
    """What a careful reader would ask about; nothing here blocks."""
    return [
        *_meeting_warnings(nomination.campaign, content),
        *_date_warnings(nomination.campaign, content),
        *_score_warnings(nomination, content),
        *(_parted(row) for row in agreement.of_dossier(content) if not row.blocks),
    ]


def _meeting_warnings(campaign, content):
    minutes = content["minutes"]
    total, present = minutes["total_staff"], minutes["present"]
    top, bottom = campaign.meeting_quorum_numerator, campaign.meeting_quorum_denominator
    if total and present is not None and bottom * present < top * total:
        yield Obstacle(
            MINUTES,
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
                MINUTES,
                f"{vote['candidate']} được {vote['yes']}/{present} phiếu, chưa vượt "
                f"{campaign.meeting_threshold_percent}% số người có mặt (mức đề xuất, ghi chú A28).",
                "votes",
            )


def _date_warnings(campaign, content):
    for item in content["evidence"]:
        dated = item["dated_on"]
        if dated and not (campaign.starts_on.isoformat() <= dated <= campaign.ends_on.isoformat()):
            yield Obstacle(
                EVIDENCE,
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
            EVIDENCE,
            f"{len(bare):02d} ý tự chấm có điểm nhưng chưa có minh chứng hay giải trình: {', '.join(bare)}.",
        )
    if nomination.kind == NomineeKind.INDIVIDUAL and nomination.campaign.individual_clauses == "all":
        for row in scored:
            if Decimal(row["points"]) == 0:
                yield Obstacle(
                    SCORES,
                    f"Ý {row['clause']} chưa đạt; tiêu chí cá nhân được hiểu là phải đạt mọi ý "
                    f"({row['section']} của Kế hoạch).",
                    row["clause"],
                )


# --- the Office -------------------------------------------------------------------------------------


def acceptance(nomination, now):
    """All papers of the last submission checked and right (plan III.2.2b)."""
    last = nomination.submissions.order_by("-number").first()
    if last is None:
        return [Obstacle(SUBMIT, "Hồ sơ chưa được trình lần nào.")]
    checks = {check.part: check for check in PaperCheck.objects.filter(submission=last)}
    obstacles = []
    for part in nomination.campaign.parts.all():
        check = checks.get(part.code)
        if check is None:
            obstacles.append(
                Obstacle(
                    part.code, f"Chưa kiểm tra {part.name}. Hãy đọc và đánh dấu trước khi chấp nhận hồ sơ."
                )
            )
        elif not check.is_right:
            obstacles.append(
                Obstacle(
                    part.code,
                    f"{part.name} chưa đạt: {check.note or 'không ghi lý do'}. Hãy trả lại hồ sơ để đơn vị sửa.",
                )
            )
    return obstacles


def not_under_review(nomination, now):
    """Once a session has opened on it, a dossier is neither withdrawn nor returned."""
    busy = nomination.session_items.filter(
        Q(session__status=CouncilSession.Status.OPEN) | Q(session__status=CouncilSession.Status.CLOSED)
    ).exists()
    if busy:
        return [Obstacle("session", "Hồ sơ đã được đưa ra phiên họp Hội đồng nên không thay đổi được nữa.")]
    return []


# --- the Council ------------------------------------------------------------------------------------


def closed_item(nomination):
    """The nomination's last result, or None."""
    if "known_result" in nomination.__dict__:
        return nomination.known_result
    return (
        nomination.session_items.filter(session__status=CouncilSession.Status.CLOSED)
        .select_related("session__campaign")
        .order_by("-session__closed_at")
        .first()
    )


def know_results(nominations):
    """One query for the results of many rows that are shown together; a step under the lock asks afresh."""
    items = SessionItem.objects.filter(
        nomination__in=nominations, session__status=CouncilSession.Status.CLOSED
    ).select_related("session__campaign")
    last = {item.nomination_id: item for item in items.order_by("session__closed_at")}
    for nomination in nominations:
        nomination.known_result = last.get(nomination.pk)


def voted_for(nomination, now):
    """A closed session voted for it, and its form of award reached the threshold (domain 1.5)."""
    item = closed_item(nomination)
    if item is None:
        return [
            Obstacle("session", "Hội đồng chưa họp và biểu quyết hồ sơ này. Hãy đưa vào phiên họp trước.")
        ]
    return [] if form_passes(item, nomination.award_form) else [_short_of_votes(item, nomination.award_form)]


def voted_on(nomination, now):
    """A closed session voted on it."""
    if closed_item(nomination) is None:
        return [
            Obstacle("session", "Hội đồng chưa họp và biểu quyết hồ sơ này. Hãy đưa vào phiên họp trước.")
        ]
    return []


def form_passes(item, award_form):
    """Do the votes reach the form they were given for, or those for a Bằng khen another one? (domain A14)

    By the thresholds that the session had: what the Council is set to later judges no vote of before.
    """
    if award_form == item.award_form:
        return item.passed
    needed = item.session.thresholds.get(award_form)
    return needed is not None and voting.threshold_met(item.yes, item.base, **needed)


def _short_of_votes(item, award_form):
    session, form = item.session, AwardForm.Code(award_form).label
    needed = session.thresholds.get(award_form)
    if needed is None:
        return Obstacle(
            "session",
            f"Phiên họp thứ {session.number} không có tỷ lệ phiếu cho {form} nên không đề nghị được hình thức này. "
            "Hãy ghi nhận kết luận khác.",
        )
    return Obstacle(
        "session",
        f"Hồ sơ được {item.yes}/{item.base} phiếu đồng ý tại phiên họp thứ {session.number}, không đạt tỷ lệ "
        f"{voting.needed_text(**needed)} {session.base_words} nên không được đề nghị {form}. Hãy ghi nhận kết luận khác.",
    )


def may_be_lowered(nomination, now):
    """Bằng khen → Giấy khen, never the reverse, and only with the votes a Giấy khen needs (domain A14)."""
    if nomination.award_form != AwardForm.Code.BANG_KHEN:
        return [
            Obstacle(
                "session", "Chỉ chuyển từ Bằng khen sang Giấy khen, không chuyển ngược lại (ghi chú A14)."
            )
        ]
    item = closed_item(nomination)
    if item is None:
        return [Obstacle("session", "Hội đồng chưa biểu quyết hồ sơ này.")]
    if form_passes(item, AwardForm.Code.GIAY_KHEN):
        return []
    return [_short_of_votes(item, AwardForm.Code.GIAY_KHEN)]


# --- the decision -----------------------------------------------------------------------------------


def province_quota(nomination, now):
    """At most the department's quota of Bằng khen goes to the province (plan III.2.2a; domain A5, A7)."""
    campaign = nomination.campaign
    forwarded = (
        Nomination.objects.filter(campaign=campaign, award_form=AwardForm.Code.BANG_KHEN)
        .filter(
            Q(status=Nomination.Status.FORWARDED)
            | Q(decisions__kind=Decision.Kind.PROPOSAL, decisions__status=Decision.Status.SIGNED)
        )
        .exclude(pk=nomination.pk)
        .distinct()
    )
    if forwarded.count() >= campaign.province_quota:
        listed = ", ".join(sorted(forwarded.values_list("reference", flat=True)))
        return [
            Obstacle(
                "decision",
                f"Sở đã trình {forwarded.count():02d} hồ sơ Bằng khen ({listed}), đủ số lượng "
                f"{campaign.province_quota:02d} của {campaign.quota_section} Kế hoạch. "
                "Hồ sơ này chỉ có thể chuyển sang Giấy khen.",
            )
        ]
    return []


def needs_bang_khen(nomination, now):
    """Only a Bằng khen goes to the province (plan III.2.1)."""
    if nomination.award_form != AwardForm.Code.BANG_KHEN:
        return [Obstacle("decision", "Chỉ hồ sơ đề nghị Bằng khen mới trình Chủ tịch UBND tỉnh.")]
    return []


def needs_giay_khen(nomination, now):
    """Only a Giấy khen is the Director's own to give (plan III.2.1)."""
    if nomination.award_form != AwardForm.Code.GIAY_KHEN:
        return [
            Obstacle(
                "decision",
                f"Hồ sơ {nomination.reference} đề nghị Bằng khen: không tặng bằng quyết định của Giám đốc Sở.",
            )
        ]
    return []


def numbered_plan(nomination, now):
    """Official papers cannot cite a plan without number and date (domain A2)."""
    if not nomination.campaign.plan_is_numbered:
        return [
            Obstacle(
                "plan",
                "Kế hoạch chưa có số và ngày ký nên chưa ra được văn bản chính thức. Văn phòng điền tại "
                "Quản trị › Đợt thi đua.",
            )
        ]
    return []
