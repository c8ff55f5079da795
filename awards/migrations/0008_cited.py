"""Signed decisions and closed sessions keep what their papers cite: here, what they print on the day of the upgrade.

Written out once for the rows of that day (awards.papers.department.freeze and council.freeze say it of later ones).
The history stays as it was written: it tells nothing of these citations, and verify_history asks for nothing.
"""

from django.db import migrations, models

from campaigns import clock

_NOMINEES = ("collective", "individual")


def freeze(apps, schema_editor):
    """Nothing of a decision whose law has a hole: no paper of it can be printed before that is filled."""
    decisions = apps.get_model("awards", "Decision").objects.filter(status="signed", cited__isnull=True)
    for decision in decisions.exclude(kind="province_refusal").order_by("pk"):
        if law := _law(apps, decision):
            department = decision.campaign.department
            decision.cited = {
                "campaign": _frame(decision.campaign),
                "office": _office(apps, department),
                "head_name": _signing_head(department),
                **law,
                "order": _order(apps, decision),
            }
            decision.save(update_fields=["cited"])
    sessions = apps.get_model("awards", "CouncilSession").objects.filter(status="closed", cited__isnull=True)
    for session in sessions.order_by("pk"):
        session.cited = {
            "campaign": {**_frame(session.campaign), "vote_of_total": _of_total(session)},
            "thresholds": _thresholds(session),
            "seats": [
                {**_seat(row.member), "presence": row.presence, "reason": row.reason}
                for row in session.attendance.order_by("member__order", "pk")
            ],
            "council": [
                _seat(member)
                for member in session.campaign.council.filter(is_active=True).order_by("order", "pk")
            ],
        }
        session.save(update_fields=["cited"])


# --- the rules of a vote, which were not told on closing -----------------------------------------------------


def _thresholds(session):
    """As its items say for the forms it voted on, and as the plan says today for the others."""
    needed = {
        form.code: {"percent": form.threshold_percent, "strict": form.threshold_is_strict}
        for form in session.campaign.award_forms.order_by("order")
    }
    for item in session.items.filter(threshold_percent__isnull=False):
        needed[item.award_form] = {"percent": item.threshold_percent, "strict": item.threshold_is_strict}
    return needed


def _of_total(session):
    """Today's denominator, unless the results that were frozen can only come from the other one."""
    today = session.campaign.vote_denominator == "total"
    items = list(session.items.filter(threshold_percent__isnull=False))
    fits = [each for each in (today, not today) if all(_passes(item, each) == item.passed for item in items)]
    return fits[0] if fits else today


def _passes(item, of_total):
    base = item.total_members if of_total else item.took_part
    got, needed = 100 * item.yes, item.threshold_percent * base
    return base > 0 and (got > needed if item.threshold_is_strict else got >= needed)


def _iso(day):
    return day.isoformat() if day else None


# --- the plan and the department ---------------------------------------------------------------------------


def _frame(campaign):
    department = campaign.department
    report = campaign.parts.filter(code="report").order_by("order").first()
    return {
        "code": campaign.code,
        "title": campaign.title,
        "plan": f"{campaign.plan_number or '…'}/{campaign.plan_symbol}",
        "plan_date": _iso(campaign.plan_date),
        "plan_is_sample": campaign.plan_number_is_sample,
        "starts_on": _iso(campaign.starts_on),
        "ends_on": _iso(campaign.ends_on),
        "department": department.name,
        "province": department.province,
        "parent": department.parent_name,
        "place": department.place,
        "participants_section": campaign.participants_section,
        "agency_code": department.agency_code,
        "council": department.council_name,
        "report_form": report.form_name if report else "",
        "head_title": department.head_title,
        "deadline_at": campaign.deadline_at.astimezone(clock.ZONE).isoformat(),
        "deadline_section": campaign.deadline_section,
        "parent_plan": _parent_plan(campaign),
        "functions": campaign.functions_citation,
        "forms": {
            form.code: {"name": form.name, "authority": form.authority}
            for form in campaign.award_forms.order_by("order")
        },
        "is_secret": campaign.ballot == "secret",
        "vote_of_total": campaign.vote_denominator == "total",
        "quorum": [campaign.quorum_numerator, campaign.quorum_denominator],
        "tie_break": list(campaign.tie_break),
    }


def _parent_plan(campaign):
    row = campaign.documents.filter(is_parent_plan=True).order_by("order").first()
    if row is None:
        return None
    return {
        "kind": row.kind,
        "number": row.number,
        "issued_on": _iso(row.issued_on),
        "issuer": row.issuer,
        "subject": row.subject,
    }


def _office(apps, department):
    unit = department.units.filter(kind="office").first()
    if unit is None:
        return {"name": "Văn phòng Sở", "code": "VP", "head_title": "Chánh Văn phòng", "head_name": ""}
    people = apps.get_model("campaigns", "Person").objects
    head = people.filter(unit=unit, position=unit.head_title, is_active=True).first()
    return {
        "name": unit.name,
        "code": unit.abbreviation.upper() or "VP",
        "head_title": unit.head_title,
        "head_name": head.full_name if head else "",
    }


def _signing_head(department):
    """In a rehearsal an invented one, if there is one."""
    invented = department.people.filter(is_sample=True)
    if not invented.exists():
        return department.head_name
    heads = invented.filter(position=department.head_title, unit__isnull=True).order_by("order", "pk")
    return heads.values_list("full_name", flat=True).first() or ""


def _seat(member):
    person = member.person
    return {
        "role": member.role,
        "label": member.get_role_display(),
        "person_id": member.person_id,
        "name": person.full_name,
        "honorific": person.get_honorific_display(),
        "position": person.position,
        "unit": person.unit.name if person.unit else "",
    }


# --- the law, and the order of the list --------------------------------------------------------------------


def _law(apps, decision):
    """None where the law has a hole."""
    plan, day = decision.campaign.form_regime, decision.issued_on
    regime = decision.regime or _holding(apps, "LegalRegime", day)
    if regime is None:
        return None
    until = plan.effective_to if regime.pk != plan.pk else None
    money, before = _money(apps, decision, day), _money(apps, decision, until) if until else None
    if money is None or (until and before is None):
        return None
    return {
        "regime": _regime(regime),
        "money": money,
        "plan_regime": {**_regime(plan), "until": _iso(until)} if until else None,
        "plan_money": before,
    }


def _regime(regime):
    return {
        "law": regime.law_citation,
        "decree": regime.decree_citation,
        "decree_number": regime.decree_number,
        "since": _iso(regime.effective_from),
    }


def _holding(apps, model, day):
    rows = apps.get_model("campaigns", model).objects.filter(effective_from__lte=day)
    rows = rows.filter(models.Q(effective_to=None) | models.Q(effective_to__gte=day))
    return rows.order_by("-effective_from", "-pk").first()


def _money(apps, decision, day):
    form = "giay_khen" if decision.kind == "department_award" else "bang_khen"
    regime, salary = _holding(apps, "LegalRegime", day), _holding(apps, "BaseSalary", day)
    rates = regime.rates.filter(award_form=form) if regime else ()
    tenths = {rate.nominee_kind: rate.coefficient_tenths for rate in rates}
    if salary is None or any(kind not in tenths for kind in _NOMINEES):
        return None
    return {
        kind: {
            "amount": -(-(-(-tenths[kind] * salary.amount // 10)) // 10_000) * 10_000,
            "coefficient_tenths": tenths[kind],
            "base_salary": salary.amount,
        }
        for kind in _NOMINEES
    }


def _order(apps, decision):
    rows = apps.get_model("awards", "Nomination").objects.filter(decisions=decision)
    rows = rows.order_by("unit__order", "person__order", "sort_key", "pk")
    return [row.reference for row in sorted(rows, key=lambda row: row.kind != "collective")]


class Migration(migrations.Migration):
    dependencies = [("awards", "0007_copies_to_sign"), ("campaigns", "0004_authority")]

    operations = [
        migrations.AddField(
            model_name="councilsession",
            name="cited",
            field=models.JSONField(editable=False, null=True, verbose_name="căn cứ lúc kết thúc"),
        ),
        migrations.AddField(
            model_name="decision",
            name="cited",
            field=models.JSONField(editable=False, null=True, verbose_name="căn cứ lúc ký"),
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop),
    ]
