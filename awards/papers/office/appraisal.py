"""Phiếu thẩm định hồ sơ."""

from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Column, Heading, Paragraph, Signature, Signatures, Table, text
from campaigns.models import DossierPart

from . import common

_CHECKS = (
    Column("TT", 7, "centre"),
    Column("Văn bản", 24),
    Column("Kết quả", 14, "centre"),
    Column("Nhận xét", 32),
    Column("Người kiểm tra", 23),
)
_SCORES = (
    Column("Ý tiêu chí", 10, "centre"),
    Column("Nội dung", 40),
    Column("Điểm chuẩn", 10, "centre"),
    Column("Điểm tự chấm", 10, "centre"),
    Column("Trả lời, giải trình của đơn vị", 30),
)


def appraisal_refusal(submission):
    if sentence := official_wording.unnumbered_plan(submission.nomination.campaign):
        return sentence
    if submission.checks.exists():
        return ""
    return f"Lần trình {submission.receipt} chưa có văn bản nào được kiểm tra. Kiểm tra tại Quản trị › Hồ sơ."


def is_unconcluded(submission):
    """An appraisal is a draft until the Office has accepted the dossier or sent it back."""
    done = common.done(submission.nomination, submission)
    return not (done["accept"] or done["return"])


def compose(content):
    step = content["accept"] or content["return"]
    content = common.as_of(content, step)
    checkers = list(dict.fromkeys(row["by"] for row in content["checks"]))
    return common.paper(
        content,
        "appraisal",
        "PTĐ",
        ["PHIẾU THẨM ĐỊNH HỒ SƠ"],
        f"Đề nghị khen thưởng trong {wording.movement(content)}",
        [
            *common.about(content),
            Heading("I. KIỂM TRA VĂN BẢN", 1),
            Table(_CHECKS, tuple(_checked(content, part, at) for at, part in enumerate(common.PARTS, 1))),
            Heading("II. ĐIỂM TỰ CHẤM CỦA ĐƠN VỊ", 1),
            Table(
                _SCORES,
                tuple(_score(row) for row in content["scores"]),
                ("", "Tổng điểm tự chấm (thang 100)", "", wording.points(content["self_total"]), ""),
            ),
            Paragraph(text(f"Tài liệu kiểm chứng kèm theo: {wording.count(content['evidence'])} tài liệu.")),
            Heading("III. Ý KIẾN THẨM ĐỊNH", 1),
            *_opinion(content),
            Signatures(
                Signature(
                    ("NGƯỜI THẨM ĐỊNH",), checkers[0] if len(checkers) == 1 else "", "(Ký, ghi rõ họ tên)"
                ),
                common.signer(content, step),
                below=common.recipients(content),
            ),
        ],
    )


def _checked(content, part, at):
    row = next((row for row in content["checks"] if row["part"] == part), None)
    result, note, by = (
        ("Đạt" if row["is_right"] else "Chưa đạt", row["note"], row["by"])
        if row
        else ("Chưa kiểm tra", "", "")
    )
    return (f"{at}", str(DossierPart.Code(part).label), result, note, by)


def _score(row):
    answer = row["answer_text"]
    told = "\n".join(filter(None, (f"{answer[:1].upper()}{answer[1:]}", row["explanation"])))
    return (
        row["clause"],
        row["text"],
        wording.points(row["max"]),
        wording.points(row["points"]) or "–",
        told,
    )


def _opinion(content):
    late = "Hồ sơ nộp muộn. " if content["is_late"] else ""
    if accepted := content["accept"]:
        yield from map(Paragraph, map(text, wording.lines(accepted["note"])))
        told = f"{late}Hồ sơ hợp lệ, đủ điều kiện trình {content['campaign']['council']} xét"
    elif returned := content["return"]:
        yield from wording.paragraphs(returned["note"])
        told = f"{late}Hồ sơ chưa đạt yêu cầu, đã trả lại đơn vị để sửa, bổ sung"
    else:
        told = f"{late}Hồ sơ đang được kiểm tra, chưa có kết luận"
    yield Paragraph(text(nd30.closing(told)))
