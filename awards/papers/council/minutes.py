"""What the Council leaves behind of a session: biên bản kiểm phiếu, biên bản họp (domain 1.5)."""

from collections import Counter

from awards import voting
from awards.models import CouncilMember
from awards.models.council import VOTES_OF
from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Column, Heading, Paragraph, Run, Signature, Signatures, Table, text
from campaigns.models import AwardForm
from campaigns.rules import TIE_BREAKS
from campaigns.vietnamese import numbers

from .common import ABSENT, PRESENT, WRITTEN, counted, listed, named, paper, titled

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


# --- biên bản kiểm phiếu ---------------------------------------------------------------------------------


def compose_tally(content):
    session, items = content["session"], content["items"]
    passed = [row for row in items if row["passed"]]
    return paper(
        content,
        "tally",
        official_wording.council_header(content, "BB", dated=False),
        "BIÊN BẢN",
        f"Kiểm phiếu xét khen thưởng trong {wording.movement(content)}",
        [
            # When the session closed its ballots were counted at once: there is no span to tell.
            wording.labelled("Thời gian kiểm phiếu", f"{wording.moment(session['closed_at'])}."),
            wording.labelled("Địa điểm", f"{wording.without_end(session['place'])}."),
            Paragraph(
                text(
                    f"Phiên họp thứ {session['number']} của {content['campaign']['council']}: {_present(content)} "
                    f"{counted(content)} được đưa ra bỏ phiếu kín."
                )
            ),
            Heading("Tổ kiểm phiếu:"),
            Table(_TELLERS, tuple((f"{at}", "", task, "") for at, task in enumerate(_TASKS, 1))),
            Heading("Kết quả kiểm phiếu:"),
            Table(_COUNTED, official_wording.sections(items, lambda at, row: _tallied(content, at, row))),
            Paragraph(text(_base(content))),
            Paragraph(
                text(
                    f"Đạt tỷ lệ phiếu: {official_wording.counted(passed) if passed else '00 hồ sơ'}; không đạt: "
                    f"{wording.count(len(items) - len(passed))} hồ sơ."
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
        official_wording.name_and_post(content, row),
        official_wording.form(row),
        *map(
            wording.count,
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
    return paper(
        content,
        "council_minutes",
        official_wording.council_header(content, "BB", dated=False),
        "BIÊN BẢN",
        f"Họp {campaign['council']} xét khen thưởng trong {wording.movement(content)}",
        [
            wording.labelled("Thời gian bắt đầu", f"{wording.moment(session['opened_at'])}."),
            wording.labelled("Địa điểm", f"{wording.without_end(session['place'])}."),
            Heading("Thành phần tham dự:"),
            Paragraph(text(_present(content))),
            *_attendance(content),
            wording.labelled("Chủ trì", f"{named(_presiding(content))}."),
            wording.labelled("Thư ký", f"{named(_writing(content))}."),
            Heading("Nội dung (theo diễn biến cuộc họp):"),
            Paragraph(
                text(
                    f"1. Văn phòng Sở báo cáo kết quả tiếp nhận, thẩm định hồ sơ theo {wording.plan(content)}. Hội đồng "
                    f"xét {counted(content)}."
                )
            ),
            Paragraph(
                text(f"2. Các thành viên thảo luận, chấm điểm từng hồ sơ và {_voted(content)}. Kết quả:")
            ),
            Table(_RESULTS, official_wording.sections(ranked, lambda at, row: _result(content, at, row))),
            Paragraph(text(_base(content))),
            *_recused(content),
            *_ties(content, ranked),
            Heading("Kết luận:"),
            *wording.paragraphs(session["conclusion"]),
            *listed(_conclusion(content, row) for row in ranked),
            Paragraph(text(nd30.closing(f"Cuộc họp kết thúc vào {wording.moment(session['closed_at'])}"))),
            _both(content),
        ],
    )


def _attendance(content):
    yield from _group(content, PRESENT, "Có mặt", titled)
    yield from _group(content, WRITTEN, "Gửi ý kiến bằng văn bản", titled)
    yield from _group(content, ABSENT, "Vắng mặt", lambda seat: f"{titled(seat)}; lý do: {seat['reason']}")


def _group(content, presence, label, told):
    seats = [seat for seat in content["seats"] if seat["presence"] == presence]
    if seats:
        yield Paragraph(text(Run(f"{label}:", bold=True)))
        yield from listed(told(seat) for seat in seats)


def _result(content, at, row):
    return (
        f"{row['place'] or at}",
        official_wording.name_and_post(content, row),
        official_wording.form(row),
        wording.points(row["average"]) or "–",
        f"{wording.count(row['returned'])}/{wording.count(row['issued'])}",
        wording.count(row["invalid"]),
        wording.count(row["yes"]),
        wording.count(row["no"]),
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
            named = "; ".join(official_wording.name(content, row) for row in rows)
            yield Paragraph(
                text(
                    f"Cùng đạt {wording.points(average)} điểm: {named}. Thứ tự trên được phân định lần lượt theo: {rules}."
                )
            )
    for row in ranked:
        if row["chair_order"]:
            yield Paragraph(
                text(
                    f"Chủ tịch Hội đồng quyết định xếp {official_wording.name(content, row)} thứ {row['chair_order']} trong số "
                    f"các hồ sơ bằng nhau, lý do: {wording.without_end(row['chair_note'])}."
                )
            )


_CONCLUDED = {
    "recommend": "đề nghị tặng {form}",
    "lower": "chuyển từ đề nghị Bằng khen sang đề nghị tặng {form}, lý do: {note}",
    "decline": "không đề nghị khen thưởng, lý do: {note}",
}


def _conclusion(content, row):
    """The nominee, the vote, and what the Council made of it (domain 1.4, A14)."""
    named = official_wording.name_and_post(content, row)
    vote = "đạt tỷ lệ phiếu" if row["passed"] else "không đạt tỷ lệ phiếu"
    done = row["concluded"]
    if not done:
        return f"{named}: {vote}"
    form = AwardForm.Code(done["form"]).label if done["form"] else official_wording.form(row)
    told = _CONCLUDED[done["verb"]].format(form=form, note=wording.without_end(done["note"]))
    return f"{named}: {vote}; {told}"


# --- what both share -------------------------------------------------------------------------------------


def _presiding(content):
    """Who was in the chair: the chair, else a vice who was there; nobody is guessed."""
    there = [seat for seat in content["seats"] if seat["presence"] == PRESENT]
    leading = (CouncilMember.Role.CHAIR, CouncilMember.Role.VICE)
    return next((seat for role in leading for seat in there if seat["role"] == role), None)


def _writing(content):
    there = [seat for seat in content["seats"] if seat["presence"] == PRESENT]
    return official_wording.secretary(there)


def _present(content):
    seats = Counter(seat["presence"] for seat in content["seats"])
    took, total = seats[PRESENT] + seats[WRITTEN], content["session"]["total"]
    needed = voting.quorum_needed(total, *content["campaign"]["quorum"])
    enough = "đủ" if took >= needed else "chưa đủ"
    return (
        f"Tổng số thành viên Hội đồng: {wording.count(total)}; có mặt: {wording.count(seats[PRESENT])}; gửi ý kiến bằng "
        f"văn bản: {wording.count(seats[WRITTEN])}; vắng mặt: {wording.count(seats[ABSENT])}. Số tham gia "
        f"{nd30.of_total(took, total)}, {enough} điều kiện họp (cần ít nhất {wording.count(needed)} thành viên)."
    )


def _voted(content):
    return "bỏ phiếu kín" if content["campaign"]["is_secret"] else "biểu quyết công khai"


def _base(content):
    """What the shares are of, and how much was needed: as applied when the session closed."""
    of = VOTES_OF[content["campaign"]["vote_of_total"]]
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
                    f"{official_wording.name(content, row)} là người được đề nghị nên không chấm điểm, không bỏ phiếu cho hồ sơ "
                    "của mình; vẫn được tính vào tổng số thành viên."
                )
            )


def _both(content):
    writer = _writing(content)
    return Signatures(
        Signature(("THƯ KÝ",), writer["name"] if writer else "", "(Ký, ghi rõ họ tên)"),
        official_wording.council_signature(_presiding(content), above=("CHỦ TỌA",)),
        below=nd30.recipients(["Các thành viên Hội đồng", "Văn phòng Sở"], file_code="VT, Hồ sơ"),
    )
