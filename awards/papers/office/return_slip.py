"""Phiếu trả lại hồ sơ."""

from datetime import datetime

from awards.papers import nd30, wording
from awards.papers.blocks import Addressees, Column, Heading, Paragraph, Signatures, Table, text
from campaigns.models import DossierPart
from campaigns.vietnamese import dates

from . import common

_WRONG = (Column("TT", 7, "centre"), Column("Văn bản", 28), Column("Nội dung phải sửa, bổ sung", 65))


def was_returned(submission):
    """There is a slip of return only where the Office sent something back."""
    return bool(common.done(submission.nomination, submission)["return"])


def return_refusal(submission):
    return common.step_refusal(submission, "return", "không bị trả lại")


def compose(content):
    step = content["return"]
    content = common.as_of(content, step)
    wrong = [row for row in content["checks"] if not row["is_right"]]
    return common.paper(
        content,
        "return",
        "PTL",
        ["PHIẾU TRẢ LẠI HỒ SƠ"],
        f"Hồ sơ đề nghị khen thưởng trong {wording.movement(content)}",
        [
            Addressees((content["nominee"]["unit"],)),
            *common.about(content),
            Paragraph(
                text(
                    f"Căn cứ {wording.plan(content)}, {common.issuer(content)} đã kiểm tra và trả lại hồ sơ nói trên lúc "
                    f"{wording.moment(step['at'])}, với lý do sau:"
                )
            ),
            *wording.paragraphs(step["note"]),
            *([Heading("Văn bản chưa đạt yêu cầu:"), _wrong(wrong)] if wrong else []),
            Paragraph(text(nd30.closing(_again(content, step)))),
            Signatures(common.recipients(content, as_addressed=True), common.signer(content, step)),
        ],
    )


def _wrong(checks):
    return Table(
        _WRONG,
        tuple(
            (f"{at}", str(DossierPart.Code(row["part"]).label), row["note"] or wording.DOTS)
            for at, row in enumerate(checks, 1)
        ),
    )


def _again(content, step):
    """Until when to send again; after the deadline only the Office can open the door (docs/domain.md A3)."""
    campaign = content["campaign"]
    deadline = datetime.fromisoformat(campaign["deadline_at"])
    asked = f"Đề nghị {content['nominee']['unit']} sửa, bổ sung và trình lại hồ sơ"
    if datetime.fromisoformat(step["at"]) < deadline:
        return f"{asked} trước {dates.in_prose(deadline)} ({campaign['deadline_section']} của Kế hoạch)"
    return (
        f"{asked}; hạn nộp hồ sơ đã hết từ {dates.in_prose(deadline)} ({campaign['deadline_section']} của Kế hoạch), "
        "nên đơn vị đề nghị Văn phòng Sở mở gia hạn trước khi trình lại"
    )
