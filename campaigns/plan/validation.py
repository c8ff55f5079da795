"""IS WHAT IS WRITTEN RIGHT? Shape first, then the rules that the admin asks as well. Asks no database."""

from campaigns import rules
from campaigns.clauses import findings
from campaigns.models import AwardForm
from campaigns.models.campaign import NomineeKind

from .schema import LAW, PLAN, Problem, is_law, place_of
from .values import are_texts, misfit, value_of


def judge(data: dict) -> list[Problem]:
    """Everything wrong with a parsed file, not the first thing only. Asks no database."""
    return Judge(data).run()


class Judge:
    def __init__(self, data):
        self.data = data
        self.spec = LAW if is_law(data) else PLAN
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
                    (*path, key), f"Không có khóa “{key}”.{findings.suggestion(key, allowed)} Sửa hoặc bỏ."
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
            if value is not None and not are_texts(value):
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
            for place, code in enumerate(cited if are_texts(cited) else []):
                if code not in codes:
                    hint = findings.suggestion(code, codes)
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
                    self.note((*path, name), findings.unknown("giá trị", getattr(rate, name), known))
        for regime, _, _ in self.rows.get("regimes", []):
            own = [entry for entry in rates if entry[0][: len(regime)] == regime]
            self.repeated(own, LAW["regimes"].rows["rates"].identity)
