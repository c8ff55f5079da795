"""WHO SEES WHAT? One row a role: the tables of the admin it opens, the papers it reads, its guide, its door.

A new role is a member of User.Role, a row here and its guide (docs/how-to/add-a-role.md). Which rows of a table exist
for an account is `visible_to`; who may take a step is awards.permissions.
"""

from dataclasses import dataclass, field

from campaigns.models import (
    BaseSalary,
    BonusRate,
    Campaign,
    Criterion,
    Department,
    LegalRegime,
    Person,
    Unit,
    User,
)

from .exceptions import Refused, is_allowed
from .models import (
    Award,
    Batch,
    CouncilMember,
    CouncilSession,
    Decision,
    Event,
    LateWindow,
    Nomination,
    SignedCopy,
)
from .permissions import check_same_department, seat_of, seats_of

Role = User.Role
# What an account is besides its role: an active seat on a Council, whatever the role; the seats that preside; the
# secretary's; who writes for the unit that a dossier is of; everybody of the department.
SEAT, LEAD, SECRETARY, UNIT, ALL = "seat", "lead", "secretary", "unit", "all"

VIEW = frozenset({"view"})
ADD = VIEW | {"add"}
CHANGE = VIEW | {"change"}
EDIT = VIEW | {"add", "change"}

# Papers by awards.papers.registry. What was voted and scored stays with those who run the Council (docs/domain.md 1.5);
# a slip is for the unit that it is addressed to.
_DOSSIER = {"letter", "minutes", "report", "receipt", "return"}
_SESSION = {"invitation", "shortlist"}
_VOTES = {"ballot", "tally", "council_minutes", "summary"}
_DECISION = {"proposal", "decision", "incoming"}
PAPERS = frozenset(
    {*_DOSSIER, "appraisal", *_SESSION, *_VOTES, *_DECISION, "payment", "certificate", "notice"}
)


@dataclass(frozen=True)
class Access:
    """`tables` is {model: actions in the admin}; `papers` are codes; `reader` is how a refusal calls who reads one."""

    tables: dict = field(default_factory=dict)
    papers: frozenset = frozenset()
    reader: str = ""
    guide: str = ""
    enters_admin: bool = False


# What every role that enters the admin reads there; a row below says what it may do besides.
_READS = dict.fromkeys(
    (
        Nomination,
        CouncilSession,
        Decision,
        Award,
        SignedCopy,
        LateWindow,
        Batch,
        Campaign,
        Criterion,
        CouncilMember,
        Unit,
        Person,
        Department,
        LegalRegime,
        BonusRate,
        BaseSalary,
        Event,
    ),
    VIEW,
)

ACCESS = {
    Role.OFFICE: Access(
        tables=_READS | {Decision: EDIT, LateWindow: ADD, Campaign: CHANGE, CouncilMember: EDIT},
        papers=PAPERS,
        reader="Văn phòng Sở",
        guide="van-phong",
        enters_admin=True,
    ),
    Role.DIRECTOR: Access(
        tables=_READS,
        papers=PAPERS,
        reader="Giám đốc Sở",
        guide="giam-doc",
        enters_admin=True,
    ),
    Role.ADMINISTRATOR: Access(
        tables=_READS
        | dict.fromkeys((Campaign, Criterion, Department), CHANGE)
        | dict.fromkeys((CouncilMember, Unit, Person, LegalRegime, BonusRate, BaseSalary, User), EDIT),
        papers=frozenset({*_DOSSIER, "appraisal", *_SESSION, *_DECISION, "certificate"}),
        reader="quản trị hệ thống",
        guide="quan-tri",
        enters_admin=True,
    ),
    Role.MEMBER: Access(guide="uy-vien", enters_admin=True),
    Role.CLERK: Access(guide="don-vi"),
    Role.HEAD: Access(guide="lanh-dao-don-vi"),
    SEAT: Access(
        tables={
            Nomination: VIEW,
            CouncilSession: VIEW,
            Decision: VIEW,
            Award: VIEW,
            SignedCopy: VIEW,
            Campaign: VIEW,
            Criterion: VIEW,
            CouncilMember: VIEW,
            Department: VIEW,
            LegalRegime: VIEW,
            BonusRate: VIEW,
            BaseSalary: VIEW,
        },
        papers=frozenset({*_DOSSIER, "appraisal", *_SESSION, *_DECISION}),
        reader="thành viên Hội đồng",
        enters_admin=True,
    ),
    LEAD: Access(
        tables={CouncilSession: ADD, Batch: VIEW},
        papers=frozenset({*_VOTES, "payment", "certificate"}),
        reader="Chủ tịch, Thư ký Hội đồng",
    ),
    SECRETARY: Access(tables={Decision: EDIT}, guide="thu-ky"),
    UNIT: Access(papers=frozenset({*_DOSSIER, "certificate"}), reader="đơn vị lập hồ sơ"),
    ALL: Access(papers=frozenset({"notice"})),
}


def rows_of(user, campaign=None, unit_id=None):
    """Every row of ACCESS that this account reads from: its role, and its seats in one campaign or in any."""
    rows = {user.role, ALL}
    if campaign is None:
        seats = list(seats_of(user).values())
    else:
        seats = [seat for seat in [seat_of(user, campaign)] if seat]
    if seats:
        rows.add(SEAT)
    if any(seat.presides for seat in seats):
        rows.add(LEAD)
    if any(seat.role == CouncilMember.Role.SECRETARY for seat in seats):
        rows.add(SECRETARY)
    if user.writes_for_unit and unit_id in user.unit_ids:
        rows.add(UNIT)
    return rows


# --- the admin ---------------------------------------------------------------------------------------------


def tables():
    """Every table that anybody opens in the admin."""
    return list(dict.fromkeys(model for row in ACCESS.values() for model in row.tables))


def can_open_table(user, model, action):
    """May this account view, add or change rows of this table at all?"""
    if not user.is_active or user.department_id is None:
        return False
    return any(action in ACCESS[row].tables.get(model, ()) for row in rows_of(user))


def can_enter_admin(user):
    """Who has a door into /quan-tri/: everybody but those who only write for a unit."""
    if not user.is_authenticated or not user.is_active:
        return False
    # The role first: most accounts are let in or kept out by it alone.
    return ACCESS[user.role].enters_admin or any(ACCESS[row].enters_admin for row in rows_of(user))


# --- the official papers -----------------------------------------------------------------------------------


def check_paper_reader(user, code, campaign, unit_id=None):
    """`code` is of the registry; `unit_id` the unit whose dossier the paper is about, if it is about one."""
    check_same_department(user, campaign.department_id)
    if not any(code in ACCESS[row].papers for row in rows_of(user, campaign, unit_id)):
        office, director, *others = readers(code)
        raise Refused(f"Văn bản này dành cho {office}, {director} và {', '.join(others)}.")


def can_read_paper(user, code, campaign, unit_id=None):
    return is_allowed(check_paper_reader, user, code, campaign, unit_id)


def readers(code):
    """How those who read a paper are called, in the order of ACCESS."""
    return [row.reader for row in ACCESS.values() if code in row.papers and row.reader]


# --- the guides --------------------------------------------------------------------------------------------


def guide_of(user):
    """The name of the guide (docs/guides) that this account opens first."""
    if user.role == Role.MEMBER and SECRETARY in rows_of(user):
        return ACCESS[SECRETARY].guide
    return ACCESS[user.role].guide
