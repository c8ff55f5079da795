"""What the sample units type: papers, scores and evidence that fit together, through awards.actions.dossiers."""

from datetime import timedelta

from awards import actions, scoring
from awards.models import Nomination
from campaigns import clauses
from campaigns.models import Clause

from . import files
from .people import CLERK, MARK, NOMINEE

# Which clauses get a file, of which kind, called what.
_EVIDENCE = {
    "collective": [
        ("C1.1", "xlsx", "Danh mục nhiệm vụ quý IV năm 2023"),
        ("C1.2", "docx", "Biên bản nghiệm thu sản phẩm"),
        ("C3.5", "pdf", "Bảng kết xuất Một cửa điện tử"),
        ("C5.1", "png", "Ảnh chụp trang quảng bá"),
    ],
    "individual": [
        ("I1", "docx", "Danh mục việc đã làm có xác nhận của lãnh đạo đơn vị"),
        ("I2", "xlsx", "Bảng kết xuất hệ thống quản lý văn bản"),
        ("I3", "pdf", "Quyết định công nhận sáng kiến"),
    ],
}


class Desk:
    """One dossier on the desk of its unit's clerk. `row` is its row of the sample data."""

    def __init__(self, company, row):
        self.company, self.row, self.rng = company, row, company.rng
        self.unit = company.units[row["unit"]]
        writer = "vanphong" if row["unit"] == "toan-so" else row["unit"]
        self.clerk = company.users[f"canbo.{writer}"]
        self.nomination = None

    @property
    def person(self):
        if self.row["kind"] == "collective":
            return None
        return self.company.people[self.row["unit"]][self.row.get("rank", NOMINEE)]

    def start(self, person=None):
        self.nomination = actions.nominations.start(
            self.company.campaign,
            self.unit,
            by=self.clerk,
            kind=self.row["kind"],
            person=person or self.person,
            award_form=self.row["form"],
            is_direct_worker=bool(self.row.get("work")),
            direct_work_note=self.row.get("work", ""),
        )

    def fill(self, *, without=()):
        """Everything a dossier needs; `without` names clauses that stay without evidence."""
        answers = self._answer_all()
        for part, values in (
            ("letter", self._letter()),
            ("minutes", self._minutes()),
            ("report", self._report(answers)),
        ):
            self.save(part, values, votes=self._votes() if part == "minutes" else None)
        self.attach(without)

    def begin(self):
        """The first evening's work: the letter, and half of the scores."""
        self.save("letter", self._letter())
        self._answer_all(half=True)

    def save(self, part, values, votes=None):
        stored = actions.dossiers.PAPERS[part].objects.filter(nomination=self.nomination).first()
        actions.dossiers.save_paper(
            self.nomination, part, values, by=self.clerk, version=stored.version if stored else 0, votes=votes
        )

    # --- papers ---

    def _letter(self):
        day = self.row["met"].date()
        return {
            "issued_on": day,
            "addressee": f"{self._director_title()} {self.company.department.name}\n"
            f"{self.company.department.council_name}",
            "reasons": f"Sau khi quán triệt Kế hoạch, {self.unit.name} đã rà soát kết quả, lấy ý kiến tập thể và bỏ "
            "phiếu; kết quả bảo đảm dân chủ, công khai, đúng tiêu chuẩn (dữ liệu mẫu).",
            "achievements": f"{self.row['highlight']} {self.row['effect']}",
            "recipients": f"Như trên\nLưu: VT, {self.unit.abbreviation}"
            if self.unit.abbreviation
            else "Như trên",
            "signer_title": self.unit.head_title,
            "signer_name": self._head().full_name,
        }

    def _minutes(self):
        staff = self._staff()
        absent = staff[-1:] if self.rng.random() < 0.5 and len(staff) > 5 else []
        self._present = len(staff) - len(absent)
        secretary = staff[CLERK]
        return {
            "started_at": self.row["met"],
            "ended_at": self.row["met"] + timedelta(minutes=self.rng.choice([60, 75, 90])),
            "place": f"Phòng họp {self.unit.name}",
            "chair_name": self._head().full_name,
            "chair_title": self.unit.head_title,
            "secretary_name": secretary.full_name,
            "secretary_title": secretary.position,
            "total_staff": len(staff),
            "present": self._present,
            "absent": len(absent),
            "absent_reason": "".join(f"{one.addressed}: nghỉ phép năm" for one in absent),
            "discussion": "Chủ trì nêu tiêu chuẩn của Kế hoạch. Các ý kiến phân tích thành tích của từng tập thể, cá "
            "nhân, thống nhất bỏ phiếu kín (dữ liệu mẫu).",
            "conclusion": f"Thống nhất đề nghị khen thưởng {self.nomination.nominee_name}.",
        }

    def _votes(self):
        no = self.rng.choice([0, 0, 1])
        votes = [self._vote(self.nomination.nominee_name, True, self._present - no)]
        if self.person:
            other = self._staff()[CLERK]
            votes.append(self._vote(other.full_name, False, self._present // 3))
        return votes

    def _vote(self, candidate, is_nominee, yes):
        return {
            "candidate": candidate,
            "is_nominee": is_nominee,
            "yes": yes,
            "no": self._present - yes,
            "blank": 0,
        }

    def _report(self, answers):
        return {
            "issued_on": self.row["met"].date(),
            **(self._about_person() if self.person else self._about_unit()),
            "duties": self.row["duties"],
            "measures": self.row["measures"],
            "results": "\n".join([self.row["highlight"], *self._figures(answers)]),
            "effect": self.row["effect"],
            "initiatives": self.row.get("initiative", ""),
        }

    def _figures(self, answers):
        """The figures of the report are those of the scores."""
        return [
            f"{clause.text}: {scoring.describe(answer, clause)}."
            for clause, answer in answers
            if answer["state"] == "answered" and clauses.of(clause.kind).is_figure
        ]

    def _about_unit(self):
        staff = self._staff()
        women = sum(one.honorific == one.Honorific.MS for one in staff)
        return {
            "address": self.unit.address,
            "phone": self.unit.phone,
            "founding": "Thành lập và kiện toàn theo quyết định của Giám đốc Sở (dữ liệu mẫu).",
            "structure": f"Tổng số {len(staff)} người, trong đó {women} nữ.",
            "organisations": "Có chi bộ và tổ công đoàn hoạt động thường xuyên.",
            "functions": self.row["duties"],
            "reporter_title": self.unit.head_title,
            "reporter_name": self._head().full_name,
            "confirmer_title": self._director_title(),
            "confirmer_name": self.company.people["leaders"][0].full_name,
        }

    def _about_person(self):
        person = self.person
        return {
            "date_of_birth": person.date_of_birth,
            "gender": "nu" if person.honorific == person.Honorific.MS else "nam",
            "native_place": "Tỉnh Bắc Kạn",
            "residence": "Phường mẫu, thành phố Bắc Kạn, tỉnh Bắc Kạn",
            "occupation": person.get_staff_display(),
            "qualification": self.rng.choice(["Đại học", "Thạc sĩ", "Kỹ sư công nghệ thông tin"]),
            "reporter_title": person.position,
            "reporter_name": person.full_name,
            "confirmer_title": self.unit.head_title,
            "confirmer_name": self._head().full_name,
        }

    def _staff(self):
        return self.company.people[self.row["unit"]] or self.company.people["leaders"]

    def _head(self):
        return self.company.head(self.row["unit"])

    def _director_title(self):
        return self.company.department.head_title

    # --- scores ---

    def _answer_all(self, *, half=False):
        clauses = list(
            Clause.objects.filter(
                criterion__campaign=self.company.campaign, criterion__applies_to=self.row["kind"]
            ).select_related("criterion")
        )
        stored = dict(self.nomination.self_scores.values_list("clause_id", "version"))
        chosen = clauses[: (len(clauses) + 1) // 2] if half else clauses
        answers = [(clause, self._answer(clause)) for clause in chosen]
        actions.dossiers.save_scores(
            self.nomination,
            [
                (clause, answer, _WHY.get(answer["state"], ""), stored.get(clause.pk, 0))
                for clause, answer in answers
            ],
            by=self.clerk,
        )
        return answers

    def _answer(self, clause):
        if clause.na_allowed and clause.code.startswith(tuple(self.row.get("na", ()))):
            return {"state": "not_applicable"}
        if clause.pending_allowed:
            return {"state": "pending"}
        full = self.rng.random() < self.row["quality"] or self.row["form"] in clause.required_for
        return {"state": "answered", **clauses.of(clause.kind).sample(clause.params, full, self.rng)}

    # --- evidence ---

    def attach(self, without=()):
        for code, extension, title in _EVIDENCE[self.row["kind"]]:
            if code in without or code.startswith(tuple(self.row.get("na", ("-",)))):
                continue
            self.attach_one(code, extension, title)

    def attach_one(self, code, extension, title):
        clause = Clause.objects.filter(
            criterion__campaign=self.company.campaign, criterion__applies_to=self.row["kind"], code=code
        ).first()
        if clause is None:
            return
        rows = [(f"Tháng {month}/2023", self.rng.randint(20, 90)) for month in (10, 11, 12)]
        actions.dossiers.add_evidence(
            self.nomination,
            files.upload(f"{title}{MARK}.{extension}", rows),
            by=self.clerk,
            description=f"{title}, tài liệu mẫu",
            clause=clause,
            dated_on=self.row["met"].date().replace(year=2023, month=12, day=20),
        )


_WHY = {
    "not_applicable": "Trong Đợt thi đua đơn vị không phát sinh việc này (mẫu).",
    "pending": "Kết quả năm 2023 chưa được công bố.",
}


def reload(desk):
    """The nomination as the other side left it."""
    desk.nomination = Nomination.objects.with_names().get(pk=desk.nomination.pk)
