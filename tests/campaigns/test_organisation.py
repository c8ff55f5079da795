"""Names of the department, its units, its people and its accounts are stored clean, wherever they come from."""

import unicodedata

import pytest

from campaigns.models import Department, Person, Unit, User

pytestmark = pytest.mark.django_db
TYPED = unicodedata.normalize("NFD", " Sở\u200b Thông  tin ")
CLEAN = "Sở Thông tin"


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (
            Department,
            [
                "name",
                "province",
                "parent_name",
                "place",
                "agency_code",
                "head_title",
                "head_name",
                "council_name",
            ],
        ),
        (Unit, ["name", "abbreviation", "head_title", "address"]),
        (Person, ["full_name", "position"]),
        (User, ["full_name"]),
    ],
    ids=["department", "unit", "person", "account"],
)
def test_what_papers_print_is_stored_clean(cast, model, fields):
    row = model.objects.order_by("pk").first()
    for field in fields:
        setattr(row, field, TYPED)
    row.save()
    row.refresh_from_db()
    assert {field: getattr(row, field) for field in fields} == dict.fromkeys(fields, CLEAN)
