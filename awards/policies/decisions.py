"""Which decision a nomination may enter (plan III.2.1)."""

from awards.exceptions import Obstacle
from campaigns.models import AwardForm


def bang_khen_obstacles(nomination, now):
    """Only a Bằng khen goes to the province (plan III.2.1)."""
    if nomination.award_form != AwardForm.Code.BANG_KHEN:
        return [Obstacle("decision", "Chỉ hồ sơ đề nghị Bằng khen mới trình Chủ tịch UBND tỉnh.")]
    return []


def giay_khen_obstacles(nomination, now):
    """Only a Giấy khen is the Director's own to give (plan III.2.1)."""
    if nomination.award_form != AwardForm.Code.GIAY_KHEN:
        return [
            Obstacle(
                "decision",
                f"Hồ sơ {nomination.reference} đề nghị Bằng khen: không tặng bằng quyết định của Giám đốc Sở.",
            )
        ]
    return []


def unnumbered_plan_obstacles(nomination, now):
    """Official papers cannot cite a plan without number and date (docs/domain.md A2)."""
    if not nomination.campaign.plan_is_numbered:
        return [
            Obstacle(
                "plan",
                "Kế hoạch chưa có số và ngày ký nên chưa ra được văn bản chính thức. Văn phòng điền tại "
                "Quản trị › Đợt thi đua.",
            )
        ]
    return []
