"""The cast everybody knows, in a department that runs the real plan.

An nominates for unit A; Anh heads it. Bình is unit B's clerk and must see nothing of A's. Chi is the Office.
Dũng chairs the Council and is the Director. Thư is its secretary. Giang sits on it and belongs to unit A.
Văn writes the Office's own dossier. Quân administers. Khách belongs to another department.
"""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from awards import actions, workflow
from awards.models import Attendance, Ballot, CouncilMember, Nomination
from campaigns import clock, plan
from campaigns.models import Campaign, Clause, Department, Person, Unit, User

PLAN = Path(settings.BASE_DIR) / "campaigns" / "data" / "bac-kan-2023.toml"
BEFORE = datetime(2024, 1, 3, 9, 0, tzinfo=clock.ZONE)
DEADLINE = datetime(2024, 1, 5, 0, 0, tzinfo=clock.ZONE)
PASSWORD = "mat-khau-thu-2024"
S = Nomination.Status


@dataclass
class Cast:
    campaign: Campaign
    unit_a: Unit
    unit_b: Unit
    office_unit: Unit
    whole: Unit
    users: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    seats: dict = field(default_factory=dict)

    def __getattr__(self, name):
        # cast.an is the account; cast.people["an"] the person behind it.
        try:
            return self.__dict__["users"][name]
        except KeyError:
            raise AttributeError(name) from None


def make_unit(department, code, name, kind=Unit.Kind.DIVISION, **more):
    defaults = {
        "head_title": "Trưởng phòng",
        "abbreviation": code.upper()[:5],
        "address": "Phường mẫu, Bắc Kạn",
    }
    return Unit.objects.create(department=department, code=code, name=name, kind=kind, **{**defaults, **more})


def make_person(department, unit, name, position="Chuyên viên", **more):
    number = Person.objects.count() + 1
    defaults = {"honorific": "ong", "staff": "cong_chuc", "personnel_id": f"M{number:04d}"}
    return Person.objects.create(
        department=department, unit=unit, full_name=name, position=position, **{**defaults, **more}
    )


def make_user(username, role, department, unit=None, person=None, full_name=""):
    user = User(
        username=username,
        role=role,
        department=department,
        unit=unit,
        person=person,
        full_name=full_name or (person.full_name if person else username),
        email=f"{username}@example.test",
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def assemble():
    """The whole cast on the real plan, whose number is filled with a marked sample."""
    plan.load(PLAN)
    campaign = Campaign.objects.select_related("department").get(code="bac-kan-2023")
    Campaign.objects.filter(pk=campaign.pk).update(
        plan_number="00", plan_date=date(2023, 11, 1), plan_number_is_sample=True
    )
    campaign.refresh_from_db()
    department = campaign.department
    cast = Cast(
        campaign=campaign,
        unit_a=make_unit(department, "phong-a", "Phòng Bưu chính - Viễn thông (mẫu)", order=10),
        unit_b=make_unit(department, "phong-b", "Phòng Công nghệ thông tin (mẫu)", order=20),
        office_unit=make_unit(
            department, "van-phong", "Văn phòng Sở", Unit.Kind.OFFICE, head_title="Chánh Văn phòng", order=5
        ),
        whole=make_unit(
            department,
            "toan-so",
            "Sở Thông tin và Truyền thông",
            Unit.Kind.WHOLE,
            head_title="Giám đốc",
            order=1,
        ),
    )
    _people(cast, department)
    _council(cast)
    return cast


def _people(cast, department):
    role = User.Role
    rows = [
        ("an", role.CLERK, cast.unit_a, "Nguyễn Văn An (mẫu)", "Chuyên viên"),
        ("anh", role.HEAD, cast.unit_a, "Lê Thị Ánh (mẫu)", "Trưởng phòng"),
        ("binh", role.CLERK, cast.unit_b, "Trần Thị Bình (mẫu)", "Chuyên viên"),
        ("bach", role.HEAD, cast.unit_b, "Phạm Bách (mẫu)", "Trưởng phòng"),
        ("van", role.CLERK, cast.office_unit, "Hoàng Thị Vân (mẫu)", "Chuyên viên"),
        ("chi", role.OFFICE, cast.office_unit, "Đỗ Thị Chi (mẫu)", "Phó Chánh Văn phòng"),
        ("giang", role.MEMBER, cast.unit_a, "Vũ Hương Giang (mẫu)", "Phó Trưởng phòng"),
        ("dung", role.DIRECTOR, None, "Đặng Tiến Dũng (mẫu)", "Giám đốc"),
        ("thu", role.MEMBER, None, "Bùi Minh Thư (mẫu)", "Phó Giám đốc"),
        ("hai", role.MEMBER, cast.unit_b, "Ngô Hải (mẫu)", "Phó Trưởng phòng"),
    ]
    for username, user_role, unit, name, position in rows:
        leader = position in ("Giám đốc", "Phó Giám đốc", "Trưởng phòng")
        honorific = "ba" if "Thị" in name or "Hương" in name else "ong"
        person = make_person(department, unit, name, position, is_leader=leader, honorific=honorific)
        cast.people[username] = person
        cast.users[username] = make_user(username, user_role, department, unit, person)
    cast.people["nominee"] = make_person(department, cast.unit_a, "Hà Thị Đào (mẫu)", honorific="ba")
    cast.users["quan"] = make_user("quan", role.ADMINISTRATOR, department, full_name="Quân (mẫu)")
    other = Department.objects.create(
        code="so-khac",
        name="Sở khác (mẫu)",
        province="tỉnh mẫu",
        parent_name="UBND TỈNH MẪU",
        place="Mẫu",
        agency_code="SK",
    )
    cast.users["khach"] = make_user(
        "khach", role.OFFICE, other, make_unit(other, "vp", "Văn phòng (mẫu)", Unit.Kind.OFFICE)
    )


def _council(cast):
    seat = CouncilMember.Role
    rows = [("dung", seat.CHAIR), ("thu", seat.SECRETARY), ("giang", seat.MEMBER), ("hai", seat.MEMBER)]
    for order, (name, role) in enumerate(rows, 1):
        cast.seats[name] = CouncilMember.objects.create(
            campaign=cast.campaign, person=cast.people[name], role=role, order=order
        )


# --- bringing a nomination to a status, through the real workflow --------------------------------------


def start(cast, *, unit=None, by=None, person=None, award_form="giay_khen"):
    """A draft: unit A's collective, or one person where `person` is given."""
    unit = unit or cast.unit_a
    return actions.nominations.start(
        cast.campaign,
        unit,
        by=by or cast.an,
        kind="individual" if person else "collective",
        person=person,
        award_form=award_form,
        is_direct_worker=bool(person),
        direct_work_note="Tham mưu cải cách hành chính (mẫu)" if person else "",
    )


LETTER = {
    "addressee": "Giám đốc Sở Thông tin và Truyền thông\nHội đồng Thi đua - Khen thưởng Sở",
    "reasons": "Đơn vị đã họp xét và thống nhất đề nghị (mẫu).",
    "achievements": "Hoàn thành 100% nhiệm vụ được giao, sớm hạn 45 việc (mẫu).",
    "signer_title": "Trưởng phòng",
    "signer_name": "Lê Thị Ánh (mẫu)",
    "recipients": "Như trên\nLưu: VT",
}
MINUTES = {
    "started_at": datetime(2024, 1, 2, 14, 0, tzinfo=clock.ZONE),
    "ended_at": datetime(2024, 1, 2, 15, 30, tzinfo=clock.ZONE),
    "place": "Phòng họp mẫu",
    "chair_name": "Lê Thị Ánh (mẫu)",
    "chair_title": "Trưởng phòng",
    "secretary_name": "Nguyễn Văn An (mẫu)",
    "secretary_title": "Chuyên viên",
    "total_staff": 10,
    "present": 9,
    "absent": 1,
    "absent_reason": "Ông Mẫu Văn Vắng: nghỉ phép",
    "discussion": "Các ý kiến thống nhất (mẫu).",
    "conclusion": "Cuộc họp thống nhất đề nghị khen thưởng (mẫu).",
}
REPORT = {
    "duties": "Nhiệm vụ được giao (mẫu).",
    "measures": "Biện pháp thực hiện (mẫu).",
    "results": "Kết quả: 128/128 hồ sơ đúng hạn (mẫu).",
    "effect": "Tác dụng (mẫu).",
    "reporter_title": "Trưởng phòng",
    "reporter_name": "Lê Thị Ánh (mẫu)",
    "confirmer_title": "Giám đốc",
    "confirmer_name": "Đặng Tiến Dũng (mẫu)",
}
COLLECTIVE = {
    "address": "Phường mẫu, Bắc Kạn",
    "founding": "Thành lập năm mẫu.",
    "structure": "10 công chức.",
    "functions": "Chức năng mẫu.",
}
INDIVIDUAL = {
    "date_of_birth": date(1985, 5, 6),
    "gender": "nu",
    "native_place": "Bắc Kạn",
    "residence": "Bắc Kạn",
    "qualification": "Đại học",
}


def best_answer(clause):
    """The answer that earns a clause its full points."""
    params = clause.params
    if clause.kind == "choice":
        best = max(params["levels"], key=lambda level: float(level["points"]))
        levels = [level["code"] for level in params["levels"]] if params.get("multiple") else [best["code"]]
        return {"state": "answered", "levels": levels}
    if clause.kind == "ratio":
        return {"state": "answered", "numerator": "128", "denominator": "128"}
    if clause.kind == "count":
        return {"state": "answered", "count": int(params["target"])}
    if clause.kind == "gate":
        return {"state": "answered", "breaches": 0}
    return {"state": "pending"}


def about_person(person):
    """A report that the person signs himself."""
    return {
        **INDIVIDUAL,
        "gender": {"ong": "nam", "ba": "nu"}[person.honorific],
        "reporter_title": person.position,
        "reporter_name": person.full_name,
        "confirmer_title": "Trưởng phòng",
        "confirmer_name": "Lê Thị Ánh (mẫu)",
    }


def fill(cast, nomination, *, by=None):
    """Everything a dossier needs, typed through awards.actions.dossiers."""
    by = by or cast.an
    votes = [{"candidate": nomination.nominee_name, "is_nominee": True, "yes": 8, "no": 1, "blank": 0}]
    who = COLLECTIVE if nomination.kind == "collective" else about_person(nomination.person)
    for part, values in (("letter", LETTER), ("minutes", MINUTES), ("report", {**REPORT, **who})):
        stored = actions.dossiers.PAPERS[part].objects.filter(nomination=nomination).first()
        actions.dossiers.save_paper(
            nomination,
            part,
            values,
            by=by,
            version=stored.version if stored else 0,
            votes=votes if part == "minutes" else None,
        )
    rules = Clause.objects.filter(
        criterion__campaign=nomination.campaign, criterion__applies_to=nomination.kind
    ).select_related("criterion")
    for clause in rules:
        answer = best_answer(clause)
        explanation = "" if answer["state"] == "answered" else "Chưa công bố (mẫu)"
        actions.dossiers.save_score(nomination, clause, answer, explanation, by=by, version=0)
    return nomination


def pdf_upload(name="minh-chung.pdf", size=0):
    body = b"%PDF-1.4\n%mau\n" + b"0" * size + b"\n%%EOF\n"
    return SimpleUploadedFile(name, body, content_type="application/pdf")


def docx_upload(name="minh-chung.docx"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, text in (("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document/>")):
            # A fixed time: two uploads of "the same file" must have the same bytes.
            archive.writestr(zipfile.ZipInfo(part, (2024, 1, 3, 9, 0, 0)), text)
    return SimpleUploadedFile(name, stream.getvalue())


def submitted(cast, *, by=None, **more):
    nomination = start(cast, by=by, **more)
    fill(cast, nomination, by=by)
    return workflow.take("submit", nomination, by=by or cast.an)


def received(cast, **more):
    return workflow.take("receive", submitted(cast, **more), by=cast.chi)


def accepted(cast, **more):
    nomination = received(cast, **more)
    for part in ("letter", "minutes", "report"):
        actions.paper_checks.record_paper_check(nomination, part, by=cast.chi, is_right=True)
    return workflow.take("accept", nomination, by=cast.chi)


def returned(cast, **more):
    return workflow.take(
        "return", received(cast, **more), by=cast.chi, note="Báo cáo thiếu số liệu so sánh với quý trước."
    )


def open_session(cast):
    """A session on what waits, everybody present, opened."""
    session = actions.council_sessions.plan(
        cast.campaign, by=cast.thu, scheduled_at=clock.now() + timedelta(hours=1), place="Phòng họp Sở (mẫu)"
    )
    presences = {seat.pk: (Attendance.Presence.PRESENT, "") for seat in cast.seats.values()}
    actions.council_sessions.attend(session, presences, by=cast.thu)
    return actions.council_sessions.open_session(session, by=cast.thu)


def assess(cast, session, *, choices=None):
    """Everybody scores every item as the unit did and votes yes, or as `choices[reference][name]` says."""
    for item in session.items.select_related("session__campaign", "nomination__campaign"):
        own = actions.council_scores.self_points(item.nomination)
        for name, seat in cast.seats.items():
            if actions.council_sessions.is_nominee(seat, item.nomination):
                continue
            given = {code: (points, "") for code, points in own.items()}
            actions.council_scores.score(item, given, by=cast.users[name])
            choice = (choices or {}).get(item.nomination.reference, {}).get(name, Ballot.Choice.YES)
            actions.council_scores.vote(item, choice, by=cast.users[name])


def closed_session(cast, *, choices=None):
    session = open_session(cast)
    assess(cast, session, choices=choices)
    return actions.council_sessions.close_session(
        session, by=cast.thu, conclusion="Hội đồng thống nhất kết quả bỏ phiếu (mẫu)."
    )


def recommended(cast, **more):
    nomination = accepted(cast, **more)
    closed_session(cast)
    return workflow.take("recommend", nomination, by=cast.thu)


def two_for_bang_khen(cast):
    """Two that the Council recommended where the province's quota is one."""
    rows = [
        accepted(cast, award_form="bang_khen"),
        accepted(cast, unit=cast.unit_b, by=cast.binh, award_form="bang_khen"),
    ]
    closed_session(cast)
    for row in rows:
        workflow.take("recommend", row, by=cast.thu)
    return rows


def late_window(cast):
    """A day more for Unit A."""
    return actions.late_windows.open_late_window(
        cast.campaign,
        cast.unit_a,
        by=cast.chi,
        until=DEADLINE + timedelta(days=1),
        reason="Mất điện toàn trụ sở ngày 04/01 (mẫu).",
    )


def decision(cast, nominations, kind="department_award", *, number="01", on=None):
    """A drafted decision with number, date and signer."""
    return actions.decisions.draft(
        cast.campaign,
        kind,
        nominations,
        by=cast.chi,
        number=number,
        issued_on=on or clock.now().date(),
        signer_name="Đặng Tiến Dũng (mẫu)",
        signer_title="Giám đốc",
    )


def awarded(cast, **more):
    nomination = recommended(cast, **more)
    actions.decisions.sign(decision(cast, [nomination]), by=cast.dung)
    nomination.refresh_from_db()
    return nomination


def forwarded(cast, **more):
    nomination = recommended(cast, award_form="bang_khen", **more)
    actions.decisions.sign(decision(cast, [nomination], "proposal"), by=cast.dung)
    nomination.refresh_from_db()
    return nomination


def declined(cast, **more):
    nomination = accepted(cast, **more)
    closed_session(cast)
    return workflow.take("decline", nomination, by=cast.thu, note="Hội đồng không thống nhất đề nghị khen.")


def withdrawn(cast, **more):
    return workflow.take("withdraw", start(cast, **more), by=cast.an, note="Đơn vị đổi người được đề nghị.")


def not_awarded(cast, **more):
    return workflow.take(
        "refuse", recommended(cast, **more), by=cast.dung, note="Chưa đủ tiêu chuẩn khen thưởng."
    )


def revoked(cast, **more):
    return actions.decisions.revoke(
        awarded(cast, **more), by=cast.dung, note="Quyết định hủy số 00 (mẫu) do khai sai."
    )


# One maker per status, so that tables of role × status can be exhaustive.
MAKERS = {
    S.DRAFT: start,
    S.SUBMITTED: submitted,
    S.RECEIVED: received,
    S.RETURNED: returned,
    S.ACCEPTED: accepted,
    S.RECOMMENDED: recommended,
    S.NOT_RECOMMENDED: declined,
    S.FORWARDED: forwarded,
    S.AWARDED: awarded,
    S.NOT_AWARDED: not_awarded,
    S.REVOKED: revoked,
    S.WITHDRAWN: withdrawn,
}


class NoBackend:
    """A post office that is never there."""

    def __init__(self, **kwargs):
        raise OSError("no post office")
