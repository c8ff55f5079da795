"""The difference between two submissions, field by field, as a person reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from awards.models import Letter, Minutes, Report
from campaigns.models import AwardForm, DossierPart
from campaigns.vietnamese import dates, numbers

from . import dossier

_NOMINEE_LABELS = {
    "name": "Tập thể, cá nhân được đề nghị",
    "position": "Chức vụ",
    "person_unit": "Đơn vị công tác",
    "award_form": "Hình thức đề nghị",
    "is_direct_worker": "Trực tiếp tham mưu",
    "direct_work_note": "Công việc trực tiếp tham mưu",
}


@dataclass(frozen=True)
class Change:
    """One field that differs: where, which, and both texts as a person reads them."""

    place: str
    label: str
    before: str
    after: str


def difference(old, new):
    """Field by field, in the order of the dossier. Both are values of dossier.build."""
    changes = _compare("Hồ sơ", _NOMINEE_LABELS, old["nominee"], new["nominee"])
    for name, model in (("letter", Letter), ("minutes", Minutes), ("report", Report)):
        labels = {field.name: str(field.verbose_name) for field in dossier.paper_fields(model)}
        changes += _compare(str(model._meta.verbose_name).capitalize(), labels, old[name], new[name])
    changes += _compare_rows("Kết quả biểu quyết", _votes(old), _votes(new))
    changes += _compare_rows("Điểm tự chấm", _answers(old), _answers(new))
    changes += _compare_rows("Tài liệu kiểm chứng", _files(old), _files(new))
    changes += _compare_rows("Bản ký", _signed(old), _signed(new))
    return changes


def _compare(place, labels, old, new):
    return [
        Change(place, label[:1].upper() + label[1:], readable(old.get(name)), readable(new.get(name)))
        for name, label in labels.items()
        if old.get(name) != new.get(name)
    ]


def _compare_rows(place, old, new):
    return [
        Change(place, label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*old, *new])
        if old.get(label) != new.get(label)
    ]


def _votes(content):
    return {
        vote["candidate"]: f"đồng ý {vote['yes']}, không đồng ý {vote['no']}, không có ý kiến {vote['blank']}"
        for vote in content["votes"]
    }


def _answers(content):
    rows = {}
    for row in content["scores"]:
        if row["answer"] or row["explanation"]:
            rows[f"{row['clause']}. {row['text']}"] = _answer(row)
    return rows


def _answer(row):
    points = (
        "không tính điểm"
        if row["points"] is None
        else f"{numbers.decimal(Decimal(row['points']))} / {numbers.decimal(Decimal(row['max']))} điểm"
    )
    detail = row.get("answer_text", "")
    return "; ".join(part for part in (points, detail, row["explanation"]) if part)


def _files(content):
    return {f"{item['name']} ({item['sha256'][:12]})": item["description"] for item in content["evidence"]}


def _signed(content):
    """Submissions of before signed copies were known have none."""
    return {
        str(DossierPart.Code(item["paper"]).label): ", ".join(
            part
            for part in (
                f"số {item['number']}" if item["number"] else "",
                f"ngày {readable(item['issued_on'])}" if item["issued_on"] else "",
                f"{item['name']} ({item['sha256'][:12]})",
            )
            if part
        )
        for item in content.get("signed", [])
    }


def readable(value):
    """A snapshot value as a person reads it: dates as dd/mm/yyyy, forms by name, blanks as blanks."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, str):
        if value in AwardForm.Code.values:
            return str(AwardForm.Code(value).label)
        return _readable_date(value)
    return str(value)


def _readable_date(text):
    try:
        if len(text) == 10:
            return dates.short(date.fromisoformat(text))
        if len(text) == 25:
            return f"{datetime.fromisoformat(text):%H:%M %d/%m/%Y}"
    except ValueError:
        pass
    return text
