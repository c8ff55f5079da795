"""What the two minutes of a session share: who presided and wrote, what was voted."""

from collections import Counter

from awards import voting
from awards.models import CouncilMember
from awards.models.council import VOTES_OF
from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Paragraph, Signature, Signatures, text
from campaigns.models import AwardForm
from campaigns.vietnamese import numbers

from .common import ABSENT, PRESENT, WRITTEN


def presiding(content):
    """Who was in the chair: the chair, else a vice who was there; nobody is guessed."""
    there = [seat for seat in content["seats"] if seat["presence"] == PRESENT]
    leading = (CouncilMember.Role.CHAIR, CouncilMember.Role.VICE)
    return next((seat for role in leading for seat in there if seat["role"] == role), None)


def writing(content):
    there = [seat for seat in content["seats"] if seat["presence"] == PRESENT]
    return official_wording.secretary(there)


def present(content):
    seats = Counter(seat["presence"] for seat in content["seats"])
    took, total = seats[PRESENT] + seats[WRITTEN], content["session"]["total"]
    needed = voting.quorum_needed(total, *content["campaign"]["quorum"])
    enough = "đủ" if took >= needed else "chưa đủ"
    return (
        f"Tổng số thành viên Hội đồng: {wording.count(total)}; có mặt: {wording.count(seats[PRESENT])}; gửi ý kiến bằng "
        f"văn bản: {wording.count(seats[WRITTEN])}; vắng mặt: {wording.count(seats[ABSENT])}. Số tham gia "
        f"{nd30.of_total(took, total)}, {enough} điều kiện họp (cần ít nhất {wording.count(needed)} thành viên)."
    )


def voted(content):
    return "bỏ phiếu kín" if content["campaign"]["is_secret"] else "biểu quyết công khai"


def base(content):
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


def recused(content):
    """A nominee who sits on the Council leaves the vote and stays in the denominator (docs/domain.md 1.5)."""
    there = {seat["person_id"]: seat for seat in content["seats"] if seat["presence"] != ABSENT}
    for row in content["items"]:
        if row["person_id"] in there:
            yield Paragraph(
                text(
                    f"{official_wording.name(content, row)} là người được đề nghị nên không chấm điểm, không bỏ phiếu cho hồ sơ "
                    "của mình; vẫn được tính vào tổng số thành viên."
                )
            )


def both(content):
    writer = writing(content)
    return Signatures(
        Signature(("THƯ KÝ",), writer["name"] if writer else "", "(Ký, ghi rõ họ tên)"),
        official_wording.council_signature(presiding(content), above=("CHỦ TỌA",)),
        below=nd30.recipients(["Các thành viên Hội đồng", "Văn phòng Sở"], file_code="VT, Hồ sơ"),
    )
