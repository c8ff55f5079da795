"""An installation of its own with many awards, for workers that are real processes: `house.py COUNT`.

One collective is played through the real workflow to its signed decision; the others are copies of it, so that a
few hundred certificates stand ready in a second.
"""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from awards.models import Award, Nomination  # noqa: E402
from awards.models.decisions import award_key  # noqa: E402
from campaigns import clock  # noqa: E402
from campaigns.models import Unit  # noqa: E402
from campaigns.vietnamese import names  # noqa: E402
from tests import cast as c  # noqa: E402


def copy(row, **changes):
    values = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    values.pop(row._meta.pk.attname)
    return type(row)(**(values | changes))


def build(count):
    call_command("migrate", verbosity=0)
    with clock.at(c.BEFORE), transaction.atomic():
        cast = c.assemble()
        multiply(cast, Award.objects.get(nomination=c.awarded(cast)), count)


def multiply(cast, award, count):
    """Copies of the collective that got this award, until there are so many."""
    first = award.nomination
    names_ = [f"Phòng Nghiệp vụ số {n} (mẫu)" for n in range(2, count + 1)]
    units = Unit.objects.bulk_create(
        copy(cast.unit_a, code=f"phong-{n}", name=name, search_key=names.search_key(name))
        for n, name in enumerate(names_, 2)
    )
    rows = Nomination.objects.bulk_create(
        copy(first, unit_id=unit.pk, number=n, reference=f"BK23-{n:03d}") for n, unit in enumerate(units, 2)
    )
    Award.objects.bulk_create(
        copy(award, nomination_id=row.pk, golden_book_number=row.number, key=award_key()) for row in rows
    )
    award.decision.nominations.add(*rows)


if __name__ == "__main__":
    build(int(sys.argv[1]))
