"""The Council's papers of one session: giấy mời, phiếu bầu, biên bản kiểm phiếu, biên bản họp (domain 1.5, 2.2).

The Council names itself in box 2 and numbers its papers in a series of its own.
"""

from collections import Counter

from awards import voting
from awards.models import Attendance, CouncilMember, CouncilSession, Event
from campaigns.models import AwardForm
from campaigns.rules import TIE_BREAKS
from campaigns.vietnamese import dates, numbers

from . import content as words
from . import facts, nd30, official
from .blocks import Column, Heading, Paper, Paragraph, Run, Signature, Signatures, Table, text

CLOSED, CANCELLED = CouncilSession.Status.CLOSED, CouncilSession.Status.CANCELLED
PRESENT, WRITTEN, ABSENT = Attendance.Presence
_AGENDA = (
    Column("TT", 7, "centre"),
    Column("Tập thể, cá nhân", 36),
    Column("Đơn vị đề nghị", 35),
    Column("Hình thức đề nghị", 22, "centre"),
)
_BALLOT = (
    Column("TT", 7, "centre"),
    Column("Tập thể, cá nhân", 45),
    Column("Hình thức đề nghị", 18, "centre"),
    Column("Đồng ý", 15, "tick"),
    Column("Không đồng ý", 15, "tick"),
)
_COUNTED = (
    Column("TT", 5, "centre"),
    Column("Tập thể, cá nhân", 25),
    Column("Hình thức", 10, "centre"),
    Column("Phát ra", 8, "centre"),
    Column("Thu về", 7, "centre"),
    Column("Hợp lệ", 7, "centre"),
    Column("Không hợp lệ", 10, "centre"),
    Column("Đồng ý", 8, "centre"),
    Column("Không đồng ý", 10, "centre"),
    Column("Tỷ lệ đồng ý", 10, "centre"),
)
_TELLERS = (
    Column("TT", 7, "centre"),
    Column("Họ và tên", 43),
    Column("Nhiệm vụ trong Tổ kiểm phiếu", 28, "centre"),
    Column("Chữ ký", 22),
)
_RESULTS = (
    Column("Xếp thứ", 7, "centre"),
    Column("Tập thể, cá nhân", 26),
    Column("Hình thức", 10, "centre"),
    Column("Điểm bình quân", 9, "centre"),
    Column("Phiếu thu về / phát ra", 10, "centre"),
    Column("Không hợp lệ", 10, "centre"),
    Column("Đồng ý", 8, "centre"),
    Column("Không đồng ý", 10, "centre"),
    Column("Tỷ lệ đồng ý", 10, "centre"),
)


# --- reading ---------------------------------------------------------------------------------------------


def gather(session):
    """The session with its members, its agenda and, once closed, its figures and what was concluded."""
    session = CouncilSession.objects.select_related("campaign__department").get(pk=session.pk)
    campaign = facts.frame(session.campaign)
    seats = [
        {**facts.seat(row.member), "presence": row.presence, "reason": row.reason}
        for row in session.attendance.select_related("member__person__unit")
    ]
    concluded = _concluded(session)
    items = session.items.select_related("nomination__unit", "nomination__person__unit")
    items = list(items.order_by("order", "pk"))
    told = facts.sent([item.nomination_id for item in items])
    return {
        "campaign": campaign,
        "session": {
            "number": session.number,
            "status": session.status,
            "scheduled_at": facts.iso(session.scheduled_at),
            "place": session.place,
            "opened_at": facts.iso(session.opened_at),
            "closed_at": facts.iso(session.closed_at),
            "conclusion": session.conclusion,
            "total": session.total_members or len(seats),
        },
        "seats": seats,
        "items": [_item(item, campaign, concluded, told) for item in items],
    }


def _item(item, campaign, concluded, told):
    nomination = item.nomination
    nominee = facts.nominee(nomination, campaign["forms"], told.get(nomination.reference))
    return {
        "reference": nomination.reference,
        "person_id": nomination.person_id,
        # What was voted on, whatever became of it since.
        "nominee": {**nominee, "award_form": item.award_form},
        "took_part": item.took_part,
        "issued": item.issued,
        "returned": item.returned,
        "invalid": item.invalid,
        "yes": item.yes,
        "no": item.no,
        "passed": item.passed,
        "base": item.total_members if campaign["vote_of_total"] else item.took_part,
        "threshold": item.threshold_percent,
        "strict": item.threshold_is_strict,
        "average": None if item.average is None else str(item.average),
        "place": item.place,
        "chair_order": item.chair_order,
        "chair_note": item.chair_note,
        "concluded": concluded.get(item.nomination_id),
    }


def _concluded(session):
    """{nomination pk: {verb, form, note}}: the last conclusion recorded for what was voted on here."""
    events = Event.objects.filter(
        nomination__session_items__session=session, verb__in=["recommend", "lower", "decline"]
    ).order_by("sequence")
    return {
        event.nomination_id: {"verb": event.verb, "form": event.facts.get("form", ""), "note": event.note}
        for event in events
    }


# --- may it be made? -------------------------------------------------------------------------------------


def refuse_planned(session):
    """Papers for before the meeting need something to meet about."""
    if sentence := _cancelled(session):
        return sentence
    if sentence := official.unnumbered_plan(session.campaign):
        return sentence
    if session.items.exists():
        return ""
    return f"Chương trình phiên họp thứ {session.number} chưa có hồ sơ nào. Cập nhật tại Quản trị › Phiên họp Hội đồng."


def _cancelled(session):
    if session.status != CANCELLED:
        return ""
    return (
        f"Phiên họp thứ {session.number} đã hủy lúc {dates.instant(session.cancelled_at)} nên không lập văn bản của phiên "
        f"họp này nữa. Lý do hủy: {words.without_end(session.cancel_reason)}. Hãy lập văn bản của phiên họp khác tại "
        "Quản trị › Phiên họp Hội đồng."
    )


def refuse_ballot(session):
    return refuse_planned(session) or _no_ballot(session)


def refuse_closed(session):
    if sentence := _cancelled(session):
        return sentence
    if sentence := official.unnumbered_plan(session.campaign):
        return sentence
    if session.status == CLOSED:
        return ""
    return (
        f"Phiên họp thứ {session.number} đang ở trạng thái “{session.get_status_display()}”; biên bản lập được "
        "sau khi kết thúc phiên họp tại Quản trị › Phiên họp Hội đồng."
    )


def refuse_tally(session):
    return refuse_closed(session) or _no_ballot(session)


def _no_ballot(session):
    if session.campaign.ballot == session.campaign.Ballot.SECRET:
        return ""
    return "Đợt thi đua này biểu quyết công khai, không bỏ phiếu kín, nên không dùng phiếu bầu."


# --- giấy mời --------------------------------------------------------------------------------------------


def compose_invitation(content):
    session, campaign = content["session"], content["campaign"]
    agenda = Table(
        _AGENDA,
        tuple(
            (
                f"{at}",
                official.name_and_post(content, row),
                row["nominee"]["unit"],
                official.form(row),
            )
            for at, row in enumerate(content["items"], 1)
        ),
    )
    about = f"Họp {campaign['council']} xét khen thưởng trong {words.movement(content)}"
    return _paper(
        content,
        "invitation",
        official.council_header(content, "GM"),
        "GIẤY MỜI",
        about,
        [
            Paragraph(text(f"{campaign['council']} trân trọng kính mời:")),
            *_listed(_titled(seat) for seat in content["seats"]),
            Paragraph(
                text(
                    f"Tới dự phiên họp thứ {session['number']} của Hội đồng, xét khen thưởng theo {words.plan(content)}."
                )
            ),
            words.labelled("Chủ trì", f"{_named(official.chair(content['seats']))}."),
            words.labelled("Thời gian", f"{words.moment(session['scheduled_at'])}."),
            words.labelled("Địa điểm", f"{words.without_end(session['place']) or words.DOTS}."),
            Heading("Chương trình:"),
            *(Paragraph(text(f"{at}. {line}")) for at, line in enumerate(_programme(content), 1)),
            Paragraph(
                text(
                    "Thành viên vắng mặt báo lý do và gửi ý kiến bằng văn bản cho Thư ký Hội đồng trước phiên họp "
                    "để được tính vào kết quả. Danh sách hồ sơ đưa ra xét có tại Phụ lục kèm theo Giấy mời này."
                )
            ),
            Paragraph(text(nd30.closing("Trân trọng kính mời"))),
            Signatures(
                nd30.recipients(["Như thành phần mời"], file_code="VT, HĐTĐKT"),
                official.council_signature(official.chair(content["seats"])),
            ),
        ],
        annexes=(
            nd30.annex(
                "Danh sách hồ sơ đưa ra xét",
                [agenda],
                note=f"(Kèm theo Giấy mời số ……/GM-{official.COUNCIL_SYMBOL} {words.day('')})",
            ),
        ),
    )


def _programme(content):
    voted = "Bỏ phiếu kín, kiểm phiếu" if content["campaign"]["is_secret"] else "Biểu quyết từng hồ sơ"
    yield "Khai mạc; điểm danh thành viên Hội đồng."
    yield "Văn phòng Sở báo cáo kết quả tiếp nhận, thẩm định hồ sơ."
    yield f"Hội đồng thảo luận, chấm điểm {_counted(content)}."
    yield f"{voted}; công bố kết quả."
    yield "Kết luận của Chủ tịch Hội đồng; thông qua biên bản."


def _counted(content):
    return f"{words.count(len(content['items']))} hồ sơ ({official.counted(content['items'])})"


# --- phiếu bầu -------------------------------------------------------------------------------------------


def compose_ballot(content):
    session = content["session"]
    rows = tuple(
        (f"{at}", official.name_and_post(content, row), official.form(row), "□", "□")
        for at, row in enumerate(content["items"], 1)
    )
    return _paper(
        content,
        "ballot",
        official.council_header(content, dated=False),
        "PHIẾU BẦU",
        f"Xét khen thưởng trong {words.movement(content)}",
        [
            Paragraph(
                text(f"(Phiên họp thứ {session['number']}, {words.day(session['scheduled_at'][:10])})"),
                "attached",
            ),
            Table(_BALLOT, rows),
            Paragraph(
                text(Run("Cách bỏ phiếu: ", bold=True), "với mỗi hồ sơ, đánh dấu X vào một trong hai ô.")
            ),
            *_listed(
                [
                    "Để trống hoặc đánh dấu cả hai ô: phiếu không hợp lệ đối với hồ sơ đó",
                    "Không ghi họ tên, không ký tên trên phiếu",
                    "Thành viên là người được đề nghị gạch bỏ dòng của mình, không bỏ phiếu cho hồ sơ đó",
                ],
                last="./.",
            ),
        ],
    )


# --- biên bản kiểm phiếu ---------------------------------------------------------------------------------


def compose_tally(content):
    session, items = content["session"], content["items"]
    passed = [row for row in items if row["passed"]]
    return _paper(
        content,
        "tally",
        official.council_header(content, "BB", dated=False),
        "BIÊN BẢN",
        f"Kiểm phiếu xét khen thưởng trong {words.movement(content)}",
        [
            # When the session closed its ballots were counted at once: there is no span to tell.
            words.labelled("Thời gian kiểm phiếu", f"{words.moment(session['closed_at'])}."),
            words.labelled("Địa điểm", f"{words.without_end(session['place'])}."),
            Paragraph(
                text(
                    f"Phiên họp thứ {session['number']} của {content['campaign']['council']}: {_present(content)} "
                    f"{_counted(content)} được đưa ra bỏ phiếu kín."
                )
            ),
            Heading("Tổ kiểm phiếu:"),
            Table(_TELLERS, tuple((f"{at}", "", task, "") for at, task in enumerate(_TASKS, 1))),
            Heading("Kết quả kiểm phiếu:"),
            Table(_COUNTED, official.sections(items, lambda at, row: _tallied(content, at, row))),
            Paragraph(text(_base(content))),
            Paragraph(
                text(
                    f"Đạt tỷ lệ phiếu: {official.counted(passed) if passed else '00 hồ sơ'}; không đạt: "
                    f"{words.count(len(items) - len(passed))} hồ sơ."
                )
            ),
            *_recused(content),
            Paragraph(text(nd30.closing("Biên bản được đọc lại và thông qua tại phiên họp"))),
            _both(content),
        ],
    )


_TASKS = ("Tổ trưởng", "Thư ký", "Thành viên")


def _tallied(content, at, row):
    return (
        f"{at}",
        official.name_and_post(content, row),
        official.form(row),
        *map(
            words.count,
            (
                row["issued"],
                row["returned"],
                row["returned"] - row["invalid"],
                row["invalid"],
                row["yes"],
                row["no"],
            ),
        ),
        voting.percent_text(row["yes"], row["base"]),
    )


# --- biên bản họp Hội đồng -------------------------------------------------------------------------------


def compose_minutes(content):
    session, campaign = content["session"], content["campaign"]
    ranked = sorted(content["items"], key=lambda row: (row["place"] is None, row["place"] or 0))
    return _paper(
        content,
        "council_minutes",
        official.council_header(content, "BB", dated=False),
        "BIÊN BẢN",
        f"Họp {campaign['council']} xét khen thưởng trong {words.movement(content)}",
        [
            words.labelled("Thời gian bắt đầu", f"{words.moment(session['opened_at'])}."),
            words.labelled("Địa điểm", f"{words.without_end(session['place'])}."),
            Heading("Thành phần tham dự:"),
            Paragraph(text(_present(content))),
            *_attendance(content),
            words.labelled("Chủ trì", f"{_named(_presiding(content))}."),
            words.labelled("Thư ký", f"{_named(_writing(content))}."),
            Heading("Nội dung (theo diễn biến cuộc họp):"),
            Paragraph(
                text(
                    f"1. Văn phòng Sở báo cáo kết quả tiếp nhận, thẩm định hồ sơ theo {words.plan(content)}. Hội đồng "
                    f"xét {_counted(content)}."
                )
            ),
            Paragraph(
                text(f"2. Các thành viên thảo luận, chấm điểm từng hồ sơ và {_voted(content)}. Kết quả:")
            ),
            Table(_RESULTS, official.sections(ranked, lambda at, row: _result(content, at, row))),
            Paragraph(text(_base(content))),
            *_recused(content),
            *_ties(content, ranked),
            Heading("Kết luận:"),
            *words.paragraphs(session["conclusion"]),
            *_listed(_conclusion(content, row) for row in ranked),
            Paragraph(text(nd30.closing(f"Cuộc họp kết thúc vào {words.moment(session['closed_at'])}"))),
            _both(content),
        ],
    )


def _attendance(content):
    yield from _group(content, PRESENT, "Có mặt", _titled)
    yield from _group(content, WRITTEN, "Gửi ý kiến bằng văn bản", _titled)
    yield from _group(content, ABSENT, "Vắng mặt", lambda seat: f"{_titled(seat)}; lý do: {seat['reason']}")


def _group(content, presence, label, told):
    seats = [seat for seat in content["seats"] if seat["presence"] == presence]
    if seats:
        yield Paragraph(text(Run(f"{label}:", bold=True)))
        yield from _listed(told(seat) for seat in seats)


def _result(content, at, row):
    return (
        f"{row['place'] or at}",
        official.name_and_post(content, row),
        official.form(row),
        words.points(row["average"]) or "–",
        f"{words.count(row['returned'])}/{words.count(row['issued'])}",
        words.count(row["invalid"]),
        words.count(row["yes"]),
        words.count(row["no"]),
        voting.percent_text(row["yes"], row["base"]),
    )


def _ties(content, ranked):
    """How equals were told apart (domain 1.4: the order is a setting and stands in the minutes)."""
    equal = {}
    for row in ranked:
        if row["average"] is not None:
            equal.setdefault((row["nominee"]["kind"], row["average"]), []).append(row)
    rules = "; ".join(
        TIE_BREAKS.get(code, code) for code in content["campaign"]["tie_break"] if code != "score"
    )
    for (_, average), rows in equal.items():
        if len(rows) > 1:
            named = "; ".join(official.name(content, row) for row in rows)
            yield Paragraph(
                text(
                    f"Cùng đạt {words.points(average)} điểm: {named}. Thứ tự trên được phân định lần lượt theo: {rules}."
                )
            )
    for row in ranked:
        if row["chair_order"]:
            yield Paragraph(
                text(
                    f"Chủ tịch Hội đồng quyết định xếp {official.name(content, row)} thứ {row['chair_order']} trong số "
                    f"các hồ sơ bằng nhau, lý do: {words.without_end(row['chair_note'])}."
                )
            )


_CONCLUDED = {
    "recommend": "đề nghị tặng {form}",
    "lower": "chuyển từ đề nghị Bằng khen sang đề nghị tặng {form}, lý do: {note}",
    "decline": "không đề nghị khen thưởng, lý do: {note}",
}


def _conclusion(content, row):
    """The nominee, the vote, and what the Council made of it (domain 1.4, A14)."""
    named = official.name_and_post(content, row)
    vote = "đạt tỷ lệ phiếu" if row["passed"] else "không đạt tỷ lệ phiếu"
    done = row["concluded"]
    if not done:
        return f"{named}: {vote}"
    form = AwardForm.Code(done["form"]).label if done["form"] else official.form(row)
    told = _CONCLUDED[done["verb"]].format(form=form, note=words.without_end(done["note"]))
    return f"{named}: {vote}; {told}"


# --- what the papers share -------------------------------------------------------------------------------


def _paper(content, part, header, name, about, blocks, annexes=()):
    """`name` in capitals; the file's title says the rest."""
    return Paper(
        part=part,
        title=f"{name.capitalize()} {about[:1].lower()}{about[1:]}",
        author=content["campaign"]["council"],
        reference=f"{content['campaign']['code']}, phiên {content['session']['number']}",
        blocks=(header, nd30.title([name], about), *blocks),
        annexes=annexes,
    )


def _listed(sentences, last="."):
    lines = [f"- {words.without_end(sentence)}" for sentence in sentences]
    for at, line in enumerate(lines, 1):
        yield Paragraph(text(f"{line}{last if at == len(lines) else ';'}"))


def _titled(seat):
    """ "Bà Trần Thị B, Phó Trưởng phòng, Phòng X, Ủy viên Hội đồng"."""
    told = (f"{seat['honorific']} {seat['name']}", official.post_in_agency(seat), seat["unit"], _seat(seat))
    return ", ".join(filter(None, told))


def _seat(seat):
    """ "Ủy viên Hội đồng": the Council's word is part of a chair's title and missing from a member's."""
    return seat["label"] if seat["label"].endswith("Hội đồng") else f"{seat['label']} Hội đồng"


def _named(seat):
    return _titled(seat) if seat else words.DOTS


def _presiding(content):
    """Who was in the chair: the chair, else a vice who was there; nobody is guessed."""
    there = [seat for seat in content["seats"] if seat["presence"] == PRESENT]
    leading = (CouncilMember.Role.CHAIR, CouncilMember.Role.VICE)
    return next((seat for role in leading for seat in there if seat["role"] == role), None)


def _writing(content):
    there = [seat for seat in content["seats"] if seat["presence"] == PRESENT]
    return official.secretary(there)


def _present(content):
    seats = Counter(seat["presence"] for seat in content["seats"])
    took, total = seats[PRESENT] + seats[WRITTEN], content["session"]["total"]
    needed = voting.quorum_needed(total, *content["campaign"]["quorum"])
    enough = "đủ" if took >= needed else "chưa đủ"
    return (
        f"Tổng số thành viên Hội đồng: {words.count(total)}; có mặt: {words.count(seats[PRESENT])}; gửi ý kiến bằng "
        f"văn bản: {words.count(seats[WRITTEN])}; vắng mặt: {words.count(seats[ABSENT])}. Số tham gia "
        f"{nd30.of_total(took, total)}, {enough} điều kiện họp (cần ít nhất {words.count(needed)} thành viên)."
    )


def _voted(content):
    return "bỏ phiếu kín" if content["campaign"]["is_secret"] else "biểu quyết công khai"


def _base(content):
    """What the shares are of, and how much was needed: as applied when the session closed."""
    of = "tổng số thành viên Hội đồng" if content["campaign"]["vote_of_total"] else "số thành viên tham gia"
    needed = {
        row["nominee"]["award_form"]: (row["threshold"], row["strict"])
        for row in content["items"]
        if row["threshold"] is not None
    }
    told = "; ".join(
        f"{AwardForm.Code(code).label}: {'trên' if strict else 'từ'} {numbers.percent(percent)}"
        for code, (percent, strict) in sorted(needed.items())
    )
    return f"Tỷ lệ đồng ý tính trên {of}. Tỷ lệ phải đạt theo thiết lập của Hội đồng: {told}."


def _recused(content):
    """A nominee who sits on the Council leaves the vote and stays in the denominator (domain 1.5)."""
    there = {seat["person_id"]: seat for seat in content["seats"] if seat["presence"] != ABSENT}
    for row in content["items"]:
        if row["person_id"] in there:
            yield Paragraph(
                text(
                    f"{official.name(content, row)} là người được đề nghị nên không chấm điểm, không bỏ phiếu cho hồ sơ "
                    "của mình; vẫn được tính vào tổng số thành viên."
                )
            )


def _both(content):
    writer = _writing(content)
    return Signatures(
        Signature(("THƯ KÝ",), writer["name"] if writer else "", "(Ký, ghi rõ họ tên)"),
        official.council_signature(_presiding(content), above=("CHỦ TỌA",)),
        below=nd30.recipients(["Các thành viên Hội đồng", "Văn phòng Sở"], file_code="VT, Hồ sơ"),
    )
