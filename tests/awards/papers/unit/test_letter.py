"""What a unit's letter cites: the law of its own day, also when the plan is older (docs/domain.md 1.1)."""

from datetime import date

import pytest

from awards import snapshots
from awards.models import Letter
from awards.papers import unit
from awards.papers.digest import _words
from campaigns.models import LegalRegime
from tests.awards.papers import samples
from tests.cast import start

pytestmark = pytest.mark.django_db


def grounds(content):
    return [line for line in _words(unit.letter.compose(content)) if line.startswith("Căn cứ")]


@pytest.mark.parametrize(
    ("day", "law", "decree"),
    [
        (date(2023, 12, 31), "ngày 26 tháng 11 năm 2003", "91/2017/NĐ-CP ngày 31 tháng 7 năm 2017"),
        (date(2024, 1, 1), "ngày 15 tháng 6 năm 2022", "98/2023/NĐ-CP ngày 31 tháng 12 năm 2023"),
        # Not dated yet: the day on which it is printed, 03/01/2024 in the cast.
        (None, "ngày 15 tháng 6 năm 2022", "98/2023/NĐ-CP ngày 31 tháng 12 năm 2023"),
    ],
)
def test_the_law_comes_first_and_is_that_of_the_letters_day(cast, day, law, decree):
    nomination = start(cast)
    Letter.objects.create(nomination=nomination, issued_on=day)
    cited = grounds(snapshots.dossier.build(nomination))
    assert cited[0].startswith(f"Căn cứ Luật Thi đua, khen thưởng {law}")
    assert cited[1].startswith(f"Căn cứ Nghị định số {decree} của Chính phủ")
    assert cited[2].startswith("Căn cứ Kế hoạch số ")
    assert {line[-1] for line in cited[:-1]} == {";"}
    assert cited[-1].endswith("họp xét khen thưởng.")


def test_no_law_is_guessed_where_none_is_recorded(cast):
    nomination = start(cast)
    LegalRegime.objects.filter(code="ND98").update(effective_from=date(2030, 1, 1), effective_to=None)
    assert grounds(snapshots.dossier.build(nomination))[0].startswith("Căn cứ Kế hoạch số ")


def test_a_dossier_sent_before_letters_cited_the_law_is_printed_as_it_was_sent():
    sent = samples.individual()
    del sent["law"]
    assert grounds(sent)[0].startswith("Căn cứ Kế hoạch số ")
