"""The sample department: units, people, the Council and the accounts. Nothing here moves a nomination."""

import itertools
import random
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from awards.models import CouncilMember
from campaigns.models import Person, Unit, User

MARK = " (mẫu)"
# The plan does not say which document gives the Sở its functions; the Office of a real department does.
AUTHORITY = (
    "Quyết định số 00/2022/QĐ-UBND ngày 01 tháng 3 năm 2022 của Ủy ban nhân dân tỉnh Bắc Kạn quy định chức năng, nhiệm vụ, "
    f"quyền hạn và cơ cấu tổ chức của Sở Thông tin và Truyền thông{MARK}"
)
ADDRESS = "Phường mẫu, thành phố Bắc Kạn"
# What a division calls its people, unless the data says otherwise.
_POSTS = ["Chuyên viên chính", "Chuyên viên"]
HEAD, DEPUTY, CLERK, NOMINEE = 0, 1, 2, 3
Role = User.Role


class Company:
    """Everybody of the rehearsal: `units[code]`, `people[code][rank]`, `users[username]`, `seats[username]`."""

    def __init__(self, campaign, data, seed, password):
        self.campaign, self.department, self.data = campaign, campaign.department, data
        self.rng = random.Random(seed)
        self._password = make_password(password)
        self._taken, self._numbers = set(), itertools.count(1)
        self.units, self.people, self.users, self.seats = {}, {}, {}, {}

    def assemble(self):
        self._hire()
        self._seat_council()
        self._open_accounts()
        return self

    def head(self, code):
        """Who signs for a unit; the whole department's papers are the Director's (docs/domain.md A9)."""
        return self.people[code][HEAD] if self.people.get(code) else self.people["leaders"][0]

    # --- people ---

    def _hire(self):
        self.people["leaders"] = [
            self._person(None, position, rank, is_leader=True)
            for rank, position in enumerate(self.data["leaders"])
        ]
        for order, row in enumerate(self.data["units"], 1):
            unit = self.units[row["code"]] = self._unit(row, order)
            self.people[row["code"]] = [
                self._person(unit, self._position(row, rank), rank, is_leader=rank == HEAD)
                for rank in range(row["size"])
            ]

    def _unit(self, row, order):
        return Unit.objects.create(
            department=self.department,
            code=row["code"],
            name=row["name"] + ("" if row.get("from_plan") else MARK),
            kind=row["kind"],
            abbreviation=row["abbreviation"],
            head_title=row.get("head_title", "Trưởng phòng"),
            address=ADDRESS,
            phone="0209 000 0000",
            order=10 * order,
            is_sample=True,
        )

    def _position(self, row, rank):
        if rank == HEAD:
            return row.get("head_title", "Trưởng phòng")
        if rank == DEPUTY:
            return self._post_of_member(row["code"]) or row.get("deputy_title", "Phó Trưởng phòng")
        posts = row.get("posts", _POSTS)
        return posts[min(rank - 2, len(posts) - 1)]

    def _post_of_member(self, code):
        return next(
            (row["post"] for row in self.data["council"] if row.get("unit") == code and "post" in row), ""
        )

    def _person(self, unit, position, rank, *, is_leader):
        honorific, name = self._name(unit.code if unit else "", rank)
        return Person.objects.create(
            department=self.department,
            unit=unit,
            personnel_id=f"MAU-{next(self._numbers):03d}",
            honorific=honorific,
            full_name=name + MARK,
            date_of_birth=date(1968, 1, 1)
            + timedelta(days=self.rng.randrange(11_000 if rank > 1 else 5_000)),
            position=position,
            staff=self._staff(unit),
            is_leader=is_leader,
            order=10 * (rank + 1) if rank <= DEPUTY else 100,
            is_sample=True,
        )

    def _staff(self, unit):
        if unit and unit.kind == Unit.Kind.AFFILIATED:
            return Person.Staff.PUBLIC_EMPLOYEE
        return Person.Staff.CIVIL_SERVANT

    def _name(self, code, rank):
        """A difficult name where the data sets one, else one that nobody has yet."""
        for row in self.data["people"]:
            if (row["unit"], row["rank"]) == (code, rank):
                return row["honorific"], row["name"]
        while True:
            honorific, name = self._drawn_name()
            if name not in self._taken:
                self._taken.add(name)
                return honorific, name

    def _drawn_name(self):
        lists = self.data["names"]
        man = self.rng.random() < 0.5
        middle, given = ("men", "given_men") if man else ("women", "given_women")
        words = (self.rng.choice(lists[key]) for key in ("family", middle, given))
        return ("ong" if man else "ba"), " ".join(words)

    # --- seats and accounts ---

    def _member(self, row):
        if "leader" in row:
            return self.people["leaders"][row["leader"]]
        return self.people[row["unit"]][row["rank"]]

    def _seat_council(self):
        for order, row in enumerate(self.data["council"], 1):
            person = self._member(row)
            self.seats[row["username"]] = CouncilMember.objects.create(
                campaign=self.campaign, person=person, role=row["seat"], order=order
            )
            self._account(row["username"], row.get("role", Role.MEMBER), person, person.unit)

    def _open_accounts(self):
        for code, unit in self.units.items():
            if self.people[code]:
                self._account(f"canbo.{code}", Role.CLERK, self.people[code][CLERK], unit)
                self._account(f"lanhdao.{code}", Role.HEAD, self.people[code][HEAD], unit)
        office = next(unit for unit in self.units.values() if unit.kind == Unit.Kind.OFFICE)
        self._account("vanphong", Role.OFFICE, self.people[office.code][DEPUTY], office)
        self._account("quantri", Role.ADMINISTRATOR, None, None)

    def _account(self, username, role, person, unit):
        self.users[username] = User.objects.create(
            username=username,
            # Hashed once for all: a hash takes a quarter of a second on purpose, and the password is printed.
            password=self._password,
            role=role,
            department=self.department,
            unit=unit,
            person=person,
            full_name=person.full_name if person else f"Quản trị hệ thống{MARK}",
            is_rehearsal=True,
        )
