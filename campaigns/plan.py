"""A campaign definition (TOML) → rows: all or nothing, and everything wrong at once, each with its line.

`read` parses, `judge` judges what was parsed, `examine` does both, `load` also writes. Two kinds of file, told
apart by their tables: a plan (docs/campaign-file.md) and the law (data/regimes.toml). A plan's load adds law
that is missing and leaves the rest of the law alone: the Office may have corrected it.

The keys are the fields of the models, so that the file, the admin and the database agree.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path as FilePath

from django.core.exceptions import ValidationError
from django.db import models, transaction

from campaigns import rules
from campaigns.models import (
    AwardForm,
    BaseSalary,
    BonusRate,
    Campaign,
    Clause,
    ContentItem,
    Criterion,
    Department,
    DossierPart,
    LegalDocument,
    LegalRegime,
    PlanRecipient,
    Resolution,
)
from campaigns.models.campaign import NomineeKind
from campaigns.toml_lines import Path, locate, nearest
from campaigns.vietnamese import dates, numbers

LAW_FILE = FilePath(__file__).parent / "data" / "regimes.toml"


# --- what a file may hold --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """Rows of one model. `identity` tells them apart; `rows` are tables inside each of them."""

    model: type[models.Model]
    identity: tuple[str, ...] = ("code",)
    single: bool = False
    required: bool = False
    rows: dict[str, "Table"] = field(default_factory=dict)
    # Keys that are codes of other rows and not a column: form_regime, and the documents of a content.
    references: dict[str, type] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, models.Field]:
        return {
            column.name: column
            for column in self.model._meta.concrete_fields
            if column.editable
            and not column.primary_key
            and not column.is_relation
            and column.name != "order"  # the place in the file
        }

    @property
    def keys(self) -> list[str]:
        return [*self.columns, *self.references, *self.rows]


PLAN = {
    "department": Table(Department, single=True, required=True),
    "campaign": Table(Campaign, single=True, required=True, references={"form_regime": str}),
    "documents": Table(LegalDocument),
    "contents": Table(ContentItem, references={"documents": list}),
    "criteria": Table(Criterion, required=True, rows={"clauses": Table(Clause, required=True)}),
    "award_forms": Table(AwardForm, required=True),
    "parts": Table(DossierPart, required=True),
    "recipients": Table(PlanRecipient, identity=("text",)),
    "resolutions": Table(Resolution),
}
LAW = {
    "regimes": Table(
        LegalRegime,
        required=True,
        rows={"rates": Table(BonusRate, identity=("award_form", "nominee_kind"), required=True)},
    ),
    "base_salaries": Table(BaseSalary, identity=("effective_from",), required=True),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong, where ("criteria[C3].max_points"), and in one sentence the mend."""

    place: str
    message: str
    path: Path = ()
    line: int = 0


@dataclass(frozen=True)
class Definition:
    path: FilePath
    data: dict
    lines: dict[Path, int]

    @property
    def is_law(self) -> bool:
        return _is_law(self.data)


class PlanError(Exception):
    """Every problem of a file. str() is one line each: "file:line: place: message"."""

    def __init__(self, path, problems):
        self.path = FilePath(path)
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(self._say(problem) for problem in self.problems))

    def _say(self, problem):
        where = f"{problem.place}: " if problem.place else ""
        return f"{self.path}:{problem.line}: {where}{problem.message}"


@dataclass
class Report:
    """What a load did, in Vietnamese; with check_only, what it would do."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return len(self.created) + len(self.updated) + len(self.deleted)


def load(path, *, check_only: bool = False) -> Report:
    """Judge and apply a file in one transaction; a second load of the same file changes nothing.

    Never touches nominations. A blank or absent key of [department] or [campaign] keeps what the database has
    (domain A2: the Office fills the plan's number and date). Raises PlanError, and then nothing is written.
    """
    definition = examine(path)
    with transaction.atomic():
        report = _Loader(definition).run()
        transaction.set_rollback(check_only)
    return report


def examine(path) -> Definition:
    """Read and judge a file without any database. Raises PlanError with every problem."""
    definition = read(path)
    problems = judge(definition.data)
    if problems:
        raise PlanError(path, _with_lines(problems, definition))
    return definition


def _with_lines(problems, definition):
    return [replace(problem, line=nearest(definition.lines, problem.path)) for problem in problems]


# --- reading ---------------------------------------------------------------------------------------------

# What tomllib says, by how it begins, and what that means for a person.
_SYNTAX = {
    "Cannot overwrite a value": "khóa này đã có ở trên; bỏ một dòng",
    "Cannot declare": "bảng này đã có ở trên; gộp lại hoặc dùng [[…]]",
    "Expected '=' after a key": "thiếu dấu = sau tên khóa",
    "Expected newline or end of document": "thừa chữ sau giá trị; chữ phải nằm trọn trong dấu ngoặc kép",
    "Expected ']'": "thiếu dấu ] ở cuối tên bảng",
    "Unclosed array": "danh sách thiếu dấu phẩy hoặc dấu ]",
    "Unclosed inline table": "thiếu dấu phẩy hoặc dấu }",
    "Unterminated string": "thiếu dấu ngoặc kép đóng",
    "Illegal character": "dòng bị ngắt hoặc có ký tự không hợp lệ; kiểm tra dấu ngoặc kép đóng",
    "Invalid date or datetime": "ngày không có thật; viết dạng 2023-10-01",
    "Invalid value": "giá trị không hợp lệ; chữ phải nằm trong dấu ngoặc kép, ngày viết dạng 2023-10-01",
    "Invalid statement": "dòng không hợp lệ; mỗi dòng phải là khóa = giá trị, [bảng] hoặc # ghi chú",
    "Invalid initial character": "tên khóa không hợp lệ; chỉ dùng chữ không dấu, số, _ và -",
    "Unescaped '\\'": "dấu \\ trong ngoặc kép phải viết thành \\\\",
}
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read(path) -> Definition:
    """Parse a file. Raises PlanError where it cannot be read or is not TOML, with line and column."""
    path = FilePath(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = "không có tệp này" if isinstance(error, FileNotFoundError) else "không mở được tệp"
        raise PlanError(path, [Problem("", f"{reason.capitalize()}. Kiểm tra lại đường dẫn.")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = "Có ký tự không phải UTF-8. Lưu lại tệp với bảng mã UTF-8 (Unicode)."
        raise PlanError(path, [Problem("", message, line=line)]) from None
    # Editors on macOS save decomposed letters, which would compare as different from the same word typed.
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise PlanError(path, [_syntax_problem(str(error), text)]) from None
    return Definition(path, data, locate(text))


def _syntax_problem(said, text):
    at = _AT.search(said)
    line = int(at[1]) if at and at[1] else text.count("\n") + 1
    column = f", cột {at[2]}" if at and at[2] else ", cuối tệp"
    if _unreal_date(text.split("\n")[line - 1]):
        said = "Invalid date or datetime"  # tomllib reads 2023-13-01 as 2023 and something left over
    meaning = next((words for begins, words in _SYNTAX.items() if said.startswith(begins)), said)
    return Problem("", f"Sai cú pháp TOML (dòng {line}{column}): {meaning}.", line=line)


def _unreal_date(line):
    found = re.search(r"=\s*(\d{4}-\d\d?-\d\d?)", line)
    try:
        return bool(found) and not date.fromisoformat(found[1])
    except ValueError:
        return True


# --- judging ---------------------------------------------------------------------------------------------


def judge(data: dict) -> list[Problem]:
    """Everything wrong with a parsed file, not the first thing only. Asks no database."""
    return _Judge(data).run()


def _is_law(data):
    return "campaign" not in data and not LAW.keys().isdisjoint(data)


def place_of(path: Path, data) -> str:
    """ "criteria[C3].clauses[C3.2].params": rows by their code where they have one, else by position."""
    text, here = "", data
    for part in path:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(part, int):
            code = here.get("code") if isinstance(here, dict) else None
            text += f"[{code or part + 1}]"
        else:
            text += f".{part}" if text else part
    return text


class _Judge:
    def __init__(self, data):
        self.data = data
        self.spec = LAW if _is_law(data) else PLAN
        self.problems: list[Problem] = []
        self.rows: dict[str, list] = {}  # name of the table: [(path, row as written, unsaved instance)]

    def note(self, path, message):
        self.problems.append(Problem(place_of(path, self.data), message, path))

    def run(self):
        self.tables((), self.data, self.spec, allowed=list(self.spec))
        if self.spec is LAW:
            self.law()
        else:
            self.plan()
        return self.problems

    # The shape: known keys, nothing missing, values of the right kind.

    def tables(self, path, data, spec, allowed):
        for key in data:
            if key not in allowed:
                self.note(
                    (*path, key), f"Không có khóa “{key}”.{rules.suggestion(key, allowed)} Sửa hoặc bỏ."
                )
        for name, table in spec.items():
            here = (*path, name)
            if name not in data:
                if table.required:
                    self.note(path, f"Thiếu bảng {self.header(here, table)}.")
            elif table.single:
                self.table(here, data[name], table)
            elif not isinstance(data[name], list):
                self.note(here, f"Phải là nhiều bảng {self.header(here, table)}.")
            else:
                if table.required and not data[name]:
                    self.note(here, "Đang để trống. Cần ít nhất một dòng.")
                for place, row in enumerate(data[name]):
                    self.table((*here, place), row, table)

    def header(self, path, table):
        name = ".".join(part for part in path if isinstance(part, str))
        return f"[{name}]" if table.single else f"[[{name}]]"

    def table(self, path, row, table):
        if not isinstance(row, dict):
            self.note(path, "Phải là một bảng gồm các dòng khóa = giá trị.")
            return
        self.tables(path, row, table.rows, allowed=table.keys)
        fitting = {}
        for name, column in table.columns.items():
            if name in row:
                sentence = misfit(column, row[name])
                if sentence:
                    self.note((*path, name), sentence)
                else:
                    fitting[name] = value_of(column, row[name])
            elif not (column.blank or column.null or column.has_default()):
                self.note(path, f"Thiếu khóa “{name}” ({column.verbose_name}).")
        for name, kind in table.references.items():
            self.reference(path, row, name, kind)
        name = path[-1] if isinstance(path[-1], str) else path[-2]
        self.rows.setdefault(name, []).append((path, row, table.model(**fitting)))

    def reference(self, path, row, name, kind):
        value = row.get(name)
        if kind is list:
            if value is not None and not _are_texts(value):
                self.note((*path, name), 'Phải là danh sách mã, ví dụ ["kh-866"].')
        elif name not in row:
            self.note(path, f'Thiếu khóa “{name}” (mã chế độ pháp luật, ví dụ "ND91").')
        elif not isinstance(value, str):
            self.note((*path, name), 'Phải là mã chế độ pháp luật, ví dụ "ND91".')

    # The sense: the rules that the admin asks as well, and how the tables fit together.

    def plan(self):
        # Without any form a missing table is said already; not again at each mention of a form.
        forms = [row.code for _, _, row in self.rows.get("award_forms", []) if row.code] or None
        for path, _, campaign in self.rows.get("campaign", []):
            self.found(path, rules.problems_of_campaign(campaign, forms=forms))
        for path, _, form in self.rows.get("award_forms", []):
            self.found(path, rules.problems_of_award_form(form))
        for name in ("documents", "contents", "award_forms", "parts", "recipients", "resolutions"):
            self.repeated(self.rows.get(name, []), PLAN[name].identity)
        # One space of codes: a gate names a criterion or a clause by its code alone.
        self.repeated([*self.rows.get("criteria", []), *self.rows.get("clauses", [])], ("code",))
        self.cited()
        self.rubric(forms)

    def found(self, path, findings):
        for name, sentence in findings:
            self.note((*path, name), sentence)

    def repeated(self, rows, identity):
        seen = set()
        for path, row, _ in rows:
            code = tuple(str(row.get(name, "")) for name in identity)
            if code in seen and all(code):
                self.note((*path, identity[-1]), f"“{', '.join(code)}” đã có ở trên. Đổi hoặc bỏ một dòng.")
            seen.add(code)

    def cited(self):
        documents = self.rows.get("documents", [])
        codes = [row.get("code") for _, row, _ in documents if isinstance(row.get("code"), str)]
        for path, row, _ in self.rows.get("contents", []):
            cited = row.get("documents")
            for place, code in enumerate(cited if _are_texts(cited) else []):
                if code not in codes:
                    hint = rules.suggestion(code, codes)
                    self.note(
                        (*path, "documents", place),
                        f"Không có văn bản “{code}” trong [[documents]].{hint} Sửa mã hoặc thêm văn bản.",
                    )
        parents = [path for path, _, document in documents if document.is_parent_plan]
        for path in parents[1:]:
            self.note((*path, "is_parent_plan"), "Đã có một kế hoạch cấp trên ở trên. Chỉ giữ một.")

    def rubric(self, forms):
        criteria = self.rows.get("criteria", [])
        clauses = self.rows.get("clauses", [])
        codes = [row.code for _, _, row in [*criteria, *clauses] if row.code]
        for path, _, clause in clauses:
            for inside, sentence in rules.findings_of_clause(clause, codes=codes, forms=forms):
                self.note((*path, *inside), sentence)
        for path, _, criterion in criteria:
            own = [clause for at, _, clause in clauses if at[: len(path)] == path]
            # Without clauses or with a clause whose points are unreadable the sum would be a second complaint.
            whole = own if own and all(clause.max_points is not None for clause in own) else None
            self.found(path, rules.problems_of_criterion(criterion, whole))
        weighed = [row for _, _, row in criteria if row.max_points is not None and row.applies_to]
        if len(weighed) == len(criteria):
            for kind, sentence in rules.problems_of_weights(weighed):
                last = [path for path, _, row in criteria if row.applies_to == kind][-1]
                self.note((*last, "max_points"), sentence)

    def law(self):
        self.repeated(self.rows.get("regimes", []), ("code",))
        for name in ("regimes", "base_salaries"):
            rows = self.rows.get(name, [])
            for place, sentence in rules.overlaps([row for _, _, row in rows]):
                self.note((*rows[place][0], "effective_from"), sentence)
        vocabulary = {"award_form": AwardForm.Code.values, "nominee_kind": NomineeKind.values}
        rates = self.rows.get("rates", [])
        for path, _, rate in rates:
            for name, known in vocabulary.items():
                if getattr(rate, name) and getattr(rate, name) not in known:
                    self.note((*path, name), rules.unknown("giá trị", getattr(rate, name), known))
        for regime, _, _ in self.rows.get("regimes", []):
            own = [entry for entry in rates if entry[0][: len(regime)] == regime]
            self.repeated(own, LAW["regimes"].rows["rates"].identity)


def misfit(column: models.Field, value) -> str | None:
    """Why a value of the file does not fit a column, with the mend; None when it fits."""
    expected = _expected(column, value)
    if expected:
        return expected
    if isinstance(value, str):
        if not value.strip():
            return None if column.blank else "Đang để trống. Hãy điền."
        known = [choice for choice, _ in column.flatchoices]
        if known:
            return None if value in known else rules.unknown("giá trị", value, known)
    if isinstance(column, models.JSONField):
        return None  # judged with the row: what is right depends on its other keys
    try:
        column.clean(value_of(column, value), None)
    except ValidationError as error:
        return " ".join(error.messages)
    return None


def _expected(column, value):
    if isinstance(column, models.BooleanField):
        return None if isinstance(value, bool) else "Phải là true hoặc false, không có dấu ngoặc kép."
    if isinstance(column, models.DateTimeField):
        if not isinstance(value, datetime):
            return "Phải là thời điểm có múi giờ, viết 2024-01-05T00:00:00+07:00, không có dấu ngoặc kép."
        return None if value.tzinfo else f"Thời điểm thiếu múi giờ. Viết {value.isoformat()}+07:00."
    if isinstance(column, models.DateField):
        return None if type(value) is date else "Phải là ngày, viết 2023-10-01, không có dấu ngoặc kép."
    if isinstance(column, models.IntegerField):
        return None if type(value) is int else "Phải là số nguyên, không có dấu ngoặc kép."
    if isinstance(column, models.DecimalField):
        return None if type(value) in (int, Decimal) else "Phải là số, không có dấu ngoặc kép."
    if isinstance(column, models.JSONField):
        shape = column.get_default()
        if isinstance(shape, list):
            return None if _are_texts(value) else 'Phải là danh sách chữ, ví dụ ["bang_khen"].'
        return None if isinstance(value, dict) else "Phải là các cặp khóa = giá trị."
    return None if isinstance(value, str) else "Phải là chữ, đặt trong dấu ngoặc kép."


def _are_texts(value):
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def value_of(column, value):
    """The value as the column keeps it."""
    if isinstance(value, str):
        return value.strip()
    return _plain(value) if isinstance(column, models.JSONField) else value


def _plain(value):
    """For JSON: whole numbers as int, others as exact text, since a float would not be exact."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value


# --- writing ---------------------------------------------------------------------------------------------


class _Loader:
    """Writes one judged file; runs inside the caller's transaction."""

    def __init__(self, definition):
        self.definition = definition
        self.data = definition.data
        self.report = Report()

    def run(self):
        if self.definition.is_law:
            self.law(self.data)
        else:
            self.missing_law()
            self.plan()
        return self.report

    def refuse(self, path, message):
        problem = Problem(place_of(path, self.data), message, path)
        raise PlanError(self.definition.path, _with_lines([problem], self.definition))

    # The law.

    def law(self, data):
        for row in data["regimes"]:
            regime = self.write(LAW["regimes"], LegalRegime.objects.filter(code=row["code"]).first(), row)
            for rate in row["rates"]:
                key = {name: rate[name] for name in LAW["regimes"].rows["rates"].identity}
                found = BonusRate.objects.filter(regime=regime, **key).first()
                self.write(LAW["regimes"].rows["rates"], found, rate, regime=regime)
        for row in data["base_salaries"]:
            found = BaseSalary.objects.filter(effective_from=row["effective_from"]).first()
            self.write(LAW["base_salaries"], found, row)
        self.no_overlaps(LegalRegime, "regimes")
        self.no_overlaps(BaseSalary, "base_salaries")

    def no_overlaps(self, model, name):
        """Also with rows that only the database has."""
        for _, sentence in rules.overlaps(list(model.objects.all())):
            self.refuse((name,), f"Trong cơ sở dữ liệu, {model._meta.verbose_name}: {sentence}")

    def missing_law(self):
        """A plan needs some law; what the Office has corrected since stays as it is."""
        shipped = examine(LAW_FILE)
        known = set(LegalRegime.objects.values_list("code", flat=True))
        self.law(
            {
                "regimes": [row for row in shipped.data["regimes"] if row["code"] not in known],
                "base_salaries": [] if BaseSalary.objects.exists() else shipped.data["base_salaries"],
            }
        )

    # The plan.

    def plan(self):
        department = self.keep_and_write("department", Department)
        campaign = self.campaign(department)
        documents = self.rows(campaign, "documents")
        contents = self.rows(campaign, "contents")
        for row in self.data.get("contents", []):
            self.link(contents[row["code"]], [documents[code] for code in row.get("documents", [])])
        self.rubric(campaign)
        for name in ("award_forms", "parts", "recipients", "resolutions"):
            self.rows(campaign, name)
        if not campaign.plan_is_numbered:
            self.report.warnings.append(
                "Số hoặc ngày ký của Kế hoạch còn trống: Văn phòng điền trong trang quản trị trước khi phát hành "
                "văn bản."
            )

    def keep_and_write(self, name, model, **fixed):
        """A blank or absent key keeps what is in the database: the Office fills it in the admin."""
        table = PLAN[name]
        row = {key: value for key, value in self.data[name].items() if value != ""}
        found = model.objects.select_for_update().filter(code=row["code"]).first()
        columns = (
            table.columns
            if found is None
            else {key: table.columns[key] for key in table.columns if key in row}
        )
        return self.write(table, found, row, columns=columns, **fixed)

    def campaign(self, department):
        row = self.data["campaign"]
        regime = LegalRegime.objects.filter(code=row["form_regime"]).first()
        if regime is None:
            known = list(LegalRegime.objects.values_list("code", flat=True))
            self.refuse(
                ("campaign", "form_regime"), rules.unknown("chế độ pháp luật", row["form_regime"], known)
            )
        others = Campaign.objects.exclude(code=row["code"])
        if others.filter(reference_prefix=row["reference_prefix"]).exists():
            self.refuse(
                ("campaign", "reference_prefix"),
                f"Tiền tố “{row['reference_prefix']}” đã dùng cho đợt khác. Chọn tiền tố khác.",
            )
        if Campaign.objects.filter(code=row["code"]).exclude(department=department).exists():
            self.refuse(("campaign", "code"), f"Mã “{row['code']}” đã thuộc cơ quan khác. Chọn mã khác.")
        fixed = {"department": department, "form_regime": regime}
        if row.get("plan_number"):
            fixed["plan_number_is_sample"] = False
        return self.keep_and_write("campaign", Campaign, **fixed)

    def rows(self, campaign, name):
        """Make the campaign's rows of one table those of the file; answers them by identity."""
        table = PLAN[name]
        existing = {_identity(row, table): row for row in table.model.objects.filter(campaign=campaign)}
        written = {}
        for order, row in enumerate(self.data.get(name, []), 1):
            key = _key(row, table)
            written[key] = self.write(table, existing.pop(key, None), row, campaign=campaign, order=order)
        if table.model in (AwardForm, DossierPart):
            self.keep_what_nominations_name(campaign, name, existing)
        for row in existing.values():
            self.remove(row, name)
        return written

    def rubric(self, campaign):
        """Clauses are told apart over the whole campaign, so that one may move to another criterion."""
        table = PLAN["criteria"]
        inner = table.rows["clauses"]
        old = {row.code: row for row in Criterion.objects.filter(campaign=campaign)}
        clauses = {row.code: row for row in Clause.objects.filter(criterion__campaign=campaign)}
        for order, row in enumerate(self.data["criteria"], 1):
            found = old.pop(row["code"].strip(), None)
            criterion = self.write(table, found, row, campaign=campaign, order=order)
            for place, clause in enumerate(row["clauses"], 1):
                found = clauses.pop(clause["code"].strip(), None)
                path = ("criteria", order - 1, "clauses", place - 1)
                self.scored_already(found, clause, path)
                self.write(inner, found, clause, criterion=criterion, order=place)
        for row in [*clauses.values(), *old.values()]:
            self.remove(row, "criteria")

    def scored_already(self, clause, row, path):
        """Answers to a clause are read by its kind; under another kind they would mean nothing."""
        if clause is None:
            return
        values = {name: value_of(column, row[name]) for name, column in _changeable(clause) if name in row}
        changed = [name for name, value in values.items() if value != getattr(clause, name)]
        if not changed or not used_by(clause):
            return
        if "kind" in changed:
            self.refuse(
                (*path, "kind"),
                f"Ý {clause.code} đã có điểm; không đổi cách chấm được. Giữ “{clause.kind}” hoặc thêm ý có mã mới.",
            )
        self.report.warnings.append(
            f"Ý {clause.code} đã có điểm và vừa đổi cách tính: điểm tự chấm của các hồ sơ đang soạn sẽ tính lại."
        )

    def keep_what_nominations_name(self, campaign, name, removed):
        users = used_by(campaign) if removed else []
        if users:
            codes = ", ".join(str(key) for key in removed)
            self.refuse(
                (name,),
                f"Đợt thi đua đã có {', '.join(users)}; không bỏ “{codes}” được. Giữ lại trong tệp.",
            )

    def remove(self, row, name):
        label = _label(row)
        try:
            row.delete()
        except models.ProtectedError as error:
            kinds = Counter(str(item._meta.verbose_name) for item in error.protected_objects)
            used = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
            self.refuse((name,), f"Không bỏ {label} được vì đã có {used}. Giữ lại trong tệp.")
        self.report.deleted.append(label)

    def link(self, content, documents):
        if set(content.documents.all()) == set(documents):
            return
        content.documents.set(documents)
        label = _label(content)
        if label not in self.report.created:
            self.report.updated.append(f"{label}: văn bản")

    def write(self, table, found, row, columns=None, **fixed):
        """One row; keys that are absent take the column's default."""
        values = dict(fixed)
        for name, column in (columns or table.columns).items():
            values[name] = value_of(column, row[name]) if name in row else column.get_default()
        if found is None:
            made = table.model.objects.create(**values)
            self.report.created.append(_label(made))
            return made
        changed = {name: value for name, value in values.items() if getattr(found, name) != value}
        if not changed:
            self.report.unchanged += 1
            return found
        words = [_change(found, name, value) for name, value in changed.items()]
        for name, value in changed.items():
            setattr(found, name, value)
        found.save(update_fields=list(changed))
        self.report.updated.append(f"{_label(found)}: {'; '.join(words)}")
        return found


def used_by(row) -> list[str]:
    """What other rows hold on to this one, in words; the apps above are known to the database alone."""
    return [
        str(relation.related_model._meta.verbose_name)
        for relation in row._meta.related_objects
        if relation.on_delete is models.PROTECT
        and relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
    ]


def _changeable(clause):
    return [(name, clause._meta.get_field(name)) for name in ("kind", "params", "max_points")]


def _identity(row, table):
    key = tuple(getattr(row, name) for name in table.identity)
    return key[0] if len(key) == 1 else key


def _key(row, table):
    key = tuple(value_of(None, row[name]) for name in table.identity)
    return key[0] if len(key) == 1 else key


def _label(row):
    name = next((getattr(row, key) for key in ("code", "text", "effective_from") if hasattr(row, key)), "")
    if isinstance(row, BonusRate):
        name = f"{row.regime.code} {row.award_form} {row.nominee_kind}"
    return f"{row._meta.verbose_name} {_short(name)}"


def _change(row, name, value):
    label = row._meta.get_field(name).verbose_name
    return f"{label}: {_short(getattr(row, name))} → {_short(value)}"


def _short(value):
    if isinstance(value, datetime):
        return dates.instant(value)
    if isinstance(value, date):
        return dates.short(value)
    if isinstance(value, Decimal):
        return numbers.decimal(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:57]}…"
