"""Who may be proposed by whom, for what (plan II.2, III.2.2a)."""

from awards.exceptions import Refused
from awards.models import Nomination
from campaigns.models import AwardForm, Unit
from campaigns.models.campaign import NomineeKind

from . import quotas


def check_nominee(campaign, unit, kind, person, award_form):
    """Who may be proposed by whom, for what (plan II.2, III.2.2a; docs/domain.md A9, A10)."""
    if award_form not in quotas.award_forms(campaign, unit):
        allowed = " hoặc ".join(AwardForm.Code(code).label for code in quotas.award_forms(campaign, unit))
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
        _check_only_proposal(campaign, unit.name, unit=unit, kind=NomineeKind.COLLECTIVE)
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
    _check_only_proposal(campaign, person.full_name, person=person)


def _check_only_proposal(campaign, name, **nominee):
    other = Nomination.objects.live().filter(campaign=campaign, **nominee).select_related("unit").first()
    if other:
        raise Refused(
            f"{name} đã được đề nghị trong hồ sơ {other.reference} của {other.unit.name}. Một thành tích "
            "không khen nhiều lần (Luật Thi đua, khen thưởng, Điều 5). Hãy chọn tập thể, cá nhân khác hoặc "
            "rút hồ sơ kia trước."
        )
