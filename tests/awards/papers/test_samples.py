import pytest

from awards import snapshots
from awards.models import Letter, Minutes, Report

from . import samples


@pytest.mark.parametrize(("part", "model"), [("letter", Letter), ("minutes", Minutes), ("report", Report)])
def test_the_samples_have_the_fields_that_a_snapshot_has(part, model):
    """Else these tests would print papers that no dossier can have."""
    assert set(samples.INDIVIDUAL[part]) == {field.name for field in snapshots.dossier.paper_fields(model)}
