"""WHO may? Every answer is either silence or a Refused with the sentence the person reads.

No function here sees a request or the clock; whether the moment and the dossier allow it is awards.policies.
"""

from django.db.models import Prefetch

from campaigns.models import Unit, User
from campaigns.models.campaign import NomineeKind

from .exceptions import Refused, is_allowed
from .models import CouncilMember

Role = User.Role


def check_same_department(user, department_id):
    if not user.is_authenticated or not user.is_active or user.department_id != department_id:
        raise Refused("Tài khoản của bạn không thuộc cơ quan này nên không thực hiện được việc này.")


def seats_with(person):
    """For prefetch_related: the active seats with an account; `person` is the path to its person, "asked_by__person".

    Whoever logged in and whoever has long work done comes with them: twenty buttons, a thousand papers, one query.
    """
    seats = CouncilMember.objects.filter(is_active=True)
    return Prefetch(f"{person}__seats", queryset=seats, to_attr="active_seats")


def seats_of(user):
    """{campaign pk: active seat} of this account's person; from the database where it came without `seats_with`."""
    if not user.person_id:
        return {}
    seats = getattr(user.person, "active_seats", None)
    if seats is None:
        seats = CouncilMember.objects.filter(person_id=user.person_id, is_active=True)
    return {seat.campaign_id: seat for seat in seats}


def seat_of(user, campaign):
    """The active Council seat of this account's person, or None."""
    return seats_of(user).get(campaign.pk)


def _is_secretary(user, campaign):
    seat = seat_of(user, campaign)
    return seat is not None and seat.role == CouncilMember.Role.SECRETARY


# --- the unit ---------------------------------------------------------------------------------------


def check_unit_writer(user, nomination):
    """Clerk or head of the nominating unit."""
    check_same_department(user, nomination.campaign.department_id)
    if not user.writes_for_unit or nomination.unit_id not in user.unit_ids:
        raise Refused(
            f"Chỉ cán bộ hoặc lãnh đạo của {nomination.unit.name} được thực hiện việc này với hồ sơ của đơn vị."
        )


def can_write(user, nomination):
    return is_allowed(check_unit_writer, user, nomination)


def check_unit_submitter(user, nomination):
    """Clerk or head, or the head alone where the campaign says so."""
    check_unit_writer(user, nomination)
    if nomination.campaign.head_submits and user.role != Role.HEAD:
        raise Refused(
            "Đợt thi đua này quy định lãnh đạo đơn vị trình hồ sơ. "
            "Hãy báo lãnh đạo đơn vị đăng nhập và bấm Trình."
        )


def check_starter(user, campaign, unit):
    check_same_department(user, campaign.department_id)
    if not user.writes_for_unit or unit.pk not in user.unit_ids:
        raise Refused(f"Chỉ cán bộ hoặc lãnh đạo của {unit.name} được lập hồ sơ cho đơn vị này.")


# --- the Office -------------------------------------------------------------------------------------


def _is_nominee(person_id, nomination):
    return nomination.kind == NomineeKind.INDIVIDUAL and nomination.person_id == person_id


def _own_dossier(nomination):
    return nomination.unit.kind in (Unit.Kind.OFFICE, Unit.Kind.WHOLE)


def check_office(user, nomination):
    """The Office, but never for its own unit: there a Council officer from elsewhere acts (docs/domain.md A11)."""
    check_same_department(user, nomination.campaign.department_id)
    if _is_nominee(user.person_id, nomination):
        raise Refused(
            "Bạn là người được đề nghị trong hồ sơ này nên không tự tiếp nhận, thẩm định. Đề nghị người khác của "
            "Văn phòng xử lý."
        )
    # By the dossier's unit and by the account's: an Office account may have been tied to another unit.
    if user.role == Role.OFFICE and not _own_dossier(nomination) and nomination.unit_id not in user.unit_ids:
        return
    if _own_dossier(nomination) and _outside_officer(user, nomination):
        return
    if user.role == Role.OFFICE:
        raise Refused(
            f"Hồ sơ này của {nomination.unit.name}, do chính Văn phòng lập, nên Văn phòng không tự tiếp nhận, "
            "thẩm định. Đề nghị Chủ tịch, Phó Chủ tịch hoặc Thư ký Hội đồng không thuộc Văn phòng xử lý."
        )
    raise Refused("Chỉ Văn phòng Sở được tiếp nhận, kiểm tra và trả lại hồ sơ.")


def _outside_officer(user, nomination):
    seat = seat_of(user, nomination.campaign)
    if seat is None or seat.role not in CouncilMember.LEADS:
        return False
    return nomination.unit_id not in user.unit_ids and not (
        user.person.unit_id and user.person.unit.kind == Unit.Kind.OFFICE
    )


def check_late_window_opener(user, campaign):
    check_same_department(user, campaign.department_id)
    if user.role != Role.OFFICE:
        raise Refused("Chỉ Văn phòng Sở được mở gia hạn nộp muộn cho đơn vị.")


# --- the Council ------------------------------------------------------------------------------------


def check_council_lead(user, campaign):
    """Chair or secretary: they run sessions and record what the Council decided."""
    check_same_department(user, campaign.department_id)
    seat = seat_of(user, campaign)
    if seat is None or not seat.presides:
        raise Refused("Chỉ Chủ tịch hoặc Thư ký Hội đồng Thi đua - Khen thưởng được thực hiện việc này.")


def check_council_lead_of(user, nomination):
    """Chair or secretary of the Council of the nomination's campaign."""
    check_council_lead(user, nomination.campaign)


def check_council_member(user, campaign):
    """Any active seat."""
    check_same_department(user, campaign.department_id)
    seat = seat_of(user, campaign)
    if seat is None:
        raise Refused("Chỉ thành viên Hội đồng Thi đua - Khen thưởng được chấm điểm và bỏ phiếu.")


def check_not_nominee(person_id, nomination):
    """A nominee leaves the room for his own dossier; he stays in the denominator (docs/domain.md 1.5)."""
    if _is_nominee(person_id, nomination):
        raise Refused(
            "Thành viên là người được đề nghị khen thưởng không chấm điểm, không bỏ phiếu cho hồ sơ của mình; "
            "vẫn được tính vào tổng số thành viên khi tính tỷ lệ."
        )


def check_batch_runner(user, campaign):
    """Who may have all papers or dossiers of a campaign made at once: whoever answers for all of them."""
    check_same_department(user, campaign.department_id)
    seat = seat_of(user, campaign)
    presides = seat is not None and seat.presides
    if not presides and not user.sees_department:
        raise Refused(
            "Chỉ Văn phòng Sở, Giám đốc, quản trị hệ thống, Chủ tịch hoặc Thư ký Hội đồng được lập hàng loạt văn "
            "bản, hồ sơ của Đợt thi đua."
        )


# --- the decision -----------------------------------------------------------------------------------


def check_decision_drafter(user, campaign):
    check_same_department(user, campaign.department_id)
    if user.role != Role.OFFICE and not _is_secretary(user, campaign):
        raise Refused("Chỉ Văn phòng Sở hoặc Thư ký Hội đồng được soạn dự thảo quyết định, tờ trình.")


def check_paper_filer(user, campaign):
    """The Council's and the department's papers are filed by the Office or the Council's secretary."""
    check_same_department(user, campaign.department_id)
    if user.role != Role.OFFICE and not _is_secretary(user, campaign):
        raise Refused("Chỉ Văn phòng Sở hoặc Thư ký Hội đồng được gắn, gỡ bản ký của văn bản này.")


def can_sign_or_file(user, campaign):
    """Whether what this account is given may come back signed: from who files it, the Director, the Council's chair."""
    if user.department_id != campaign.department_id:
        return False
    if user.role in (Role.OFFICE, Role.DIRECTOR):
        return True
    seat = seat_of(user, campaign)
    return seat is not None and seat.presides


def check_director(user, nomination):
    """The Director of the department (plan III.2.1)."""
    check_director_of(user, nomination.campaign)


def check_director_of(user, campaign):
    check_same_department(user, campaign.department_id)
    if user.role != Role.DIRECTOR:
        raise Refused(f"Chỉ Giám đốc Sở được quyết định việc này ({campaign.awards_section} của Kế hoạch).")


def check_outcome_recorder(user, campaign):
    """The province's answer is recorded by the Office, from the paper it received."""
    check_same_department(user, campaign.department_id)
    if user.role != Role.OFFICE:
        raise Refused("Chỉ Văn phòng Sở ghi nhận văn bản trả lời của tỉnh.")


def check_office_of(user, nomination):
    """The Office, which records what the province answered."""
    check_outcome_recorder(user, nomination.campaign)


# --- the frame --------------------------------------------------------------------------------------


def check_plan_editor(user, campaign):
    """The Office fills the plan's number and date (docs/domain.md A2); the rest is the administrator's."""
    check_same_department(user, campaign.department_id)
    if user.role not in (Role.OFFICE, Role.ADMINISTRATOR):
        raise Refused("Chỉ Văn phòng Sở hoặc quản trị hệ thống được sửa thông tin Kế hoạch.")
