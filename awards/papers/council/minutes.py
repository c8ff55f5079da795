"""Biên bản họp Hội đồng."""

from awards import voting
from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Column, Heading, Paragraph, Run, Table, text
from campaigns.models import AwardForm
from campaigns.rules import TIE_BREAKS

from . import records
from .common import ABSENT, PRESENT, WRITTEN, counted, listed, named, paper, titled

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


def compose(content):
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
            Paragraph(text(records.present(content))),
            *_attendance(content),
            wording.labelled("Chủ trì", f"{named(records.presiding(content))}."),
            wording.labelled("Thư ký", f"{named(records.writing(content))}."),
            Heading("Nội dung (theo diễn biến cuộc họp):"),
            Paragraph(
                text(
                    f"1. Văn phòng Sở báo cáo kết quả tiếp nhận, thẩm định hồ sơ theo {wording.plan(content)}. Hội đồng "
                    f"xét {counted(content)}."
                )
            ),
            Paragraph(
                text(
                    f"2. Các thành viên thảo luận, chấm điểm từng hồ sơ và {records.voted(content)}. Kết quả:"
                )
            ),
            Table(_RESULTS, official_wording.sections(ranked, lambda at, row: _result(content, at, row))),
            Paragraph(text(records.base(content))),
            *records.recused(content),
            *_ties(content, ranked),
            Heading("Kết luận:"),
            *wording.paragraphs(session["conclusion"]),
            *listed(_conclusion(content, row) for row in ranked),
            Paragraph(text(nd30.closing(f"Cuộc họp kết thúc vào {wording.moment(session['closed_at'])}"))),
            records.both(content),
        ],
    )


def _attendance(content):
    yield from _group(content, PRESENT, "Có mặt", titled)
    yield from _group(content, WRITTEN, "Gửi ý kiến bằng văn bản", titled)
    yield from _group(content, ABSENT, "Vắng mặt", lambda seat: f"{titled(seat)}; lý do: {seat['reason']}")


def _group(content, presence, label, words):
    seats = [seat for seat in content["seats"] if seat["presence"] == presence]
    if seats:
        yield Paragraph(text(Run(f"{label}:", bold=True)))
        yield from listed(words(seat) for seat in seats)


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
    """How equals were told apart (docs/domain.md 1.4: the order is a setting and stands in the minutes)."""
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
    """The nominee, the vote, and what the Council made of it (docs/domain.md 1.4, A14)."""
    named = official_wording.name_and_post(content, row)
    vote = "đạt tỷ lệ phiếu" if row["passed"] else "không đạt tỷ lệ phiếu"
    done = row["concluded"]
    if not done:
        return f"{named}: {vote}"
    form = AwardForm.Code(done["form"]).label if done["form"] else official_wording.form(row)
    told = _CONCLUDED[done["verb"]].format(form=form, note=wording.without_end(done["note"]))
    return f"{named}: {vote}; {told}"
