"""WHAT CHANGES IN THE DATABASE? A judged file → rows, inside the caller's transaction.

A plan's load adds law that is missing and leaves the rest of the law alone: the Office may have corrected it.
"""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

from django.db import models

from campaigns import rules
from campaigns.clauses import findings
from campaigns.models import (
    AwardForm,
    BaseSalary,
    BonusRate,
    Campaign,
    Clause,
    Criterion,
    Department,
    DossierPart,
    LegalRegime,
)
from campaigns.vietnamese import dates, numbers

from .schema import LAW, PLAN, PlanError, Problem, Report, place_of, with_lines
from .values import value_of


class Loader:
    """Writes one judged file; runs inside the caller's transaction."""

    def __init__(self, definition, law):
        self.definition = definition
        self.shipped = law
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
        raise PlanError(self.definition.path, with_lines([problem], self.definition))

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
        known = set(LegalRegime.objects.values_list("code", flat=True))
        self.law(
            {
                "regimes": [row for row in self.shipped.data["regimes"] if row["code"] not in known],
                "base_salaries": [] if BaseSalary.objects.exists() else self.shipped.data["base_salaries"],
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
                ("campaign", "form_regime"), findings.unknown("chế độ pháp luật", row["form_regime"], known)
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
