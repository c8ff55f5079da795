"""What a note must be: a reason that a person can act on, and no longer than people read."""

from awards.exceptions import Refused
from campaigns.vietnamese import names

LONGEST_NOTE = 4_000


def check_length(note, most=LONGEST_NOTE):
    """Every note is read by people and kept for ever in the chain."""
    if len(note) > most:
        raise Refused(
            f"Nội dung dài {len(note)} ký tự, quá giới hạn {most} ký tự. Hãy viết gọn hơn; chi tiết để trong văn bản."
        )


def check_reason(campaign, label, note):
    """A reason that a person can act on (docs/domain.md 3.3)."""
    check_length(note)
    if len(names.clean(note)) < campaign.return_reason_length:
        raise Refused(
            f"“{label}” cần nêu lý do, ít nhất {campaign.return_reason_length} ký tự, để người nhận biết "
            "phải làm gì. Hãy viết rõ hơn."
        )
