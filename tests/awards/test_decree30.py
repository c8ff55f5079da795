"""Who signs, under which authority: what no signature block can be made of is refused (docs/domain.md 1.3, 2.2)."""

import pytest

from awards import actions, policies, snapshots
from awards.exceptions import Refused
from awards.models import Decision
from tests import cast as c

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("authority", "title", "why"),
    [
        ("KT.", "Giám đốc", "phải là cấp phó"),
        ("", "Phó Giám đốc", "thể thức ký là “KT.”"),
        ("Q.", "Phó Giám đốc", "thể thức ký là “KT.”"),
        ("TL.", "Chánh Văn phòng", "thuộc thẩm quyền của Giám đốc"),
        ("TUQ.", "Phó Giám đốc", "thuộc thẩm quyền của Giám đốc"),
        ("", "Chánh Văn phòng", "thuộc thẩm quyền của Giám đốc"),
    ],
)
@pytest.mark.parametrize("kind", ["department_award", "proposal"])
def test_a_decision_is_not_signed_under_a_crooked_block(cast, kind, authority, title, why):
    nomination = c.recommended(cast, **({"award_form": "bang_khen"} if kind == "proposal" else {}))
    draft = c.decision(cast, [nomination], kind)
    actions.decisions.revise(draft, by=cast.chi, signer_authority=authority, signer_title=title)
    with pytest.raises(Refused, match=why):
        actions.decisions.sign(Decision.objects.get(pk=draft.pk), by=cast.dung)
    assert Decision.objects.get(pk=draft.pk).status == Decision.Status.DRAFT


@pytest.mark.parametrize(
    ("authority", "title"), [("", "Giám đốc"), ("KT.", "Phó Giám đốc"), ("Q.", "Giám đốc"), ("", "giám  đốc")]
)
def test_the_head_signs_or_a_deputy_in_his_place(cast, authority, title):
    draft = c.decision(cast, [c.recommended(cast)])
    actions.decisions.revise(draft, by=cast.chi, signer_authority=authority, signer_title=title)
    signed = actions.decisions.sign(Decision.objects.get(pk=draft.pk), by=cast.dung)
    assert signed.status == Decision.Status.SIGNED


@pytest.mark.parametrize(
    ("authority", "title", "wrong"),
    [
        ("KT.", "Trưởng phòng", True),
        ("", "Phó Trưởng phòng", True),
        ("KT.", "Phó Trưởng phòng", False),
        ("KT.", "", False),
    ],
)
def test_a_units_letter_lists_it_before_signing(cast, authority, title, wrong):
    nomination = c.fill(cast, c.start(cast))
    content = snapshots.dossier.build(nomination)
    content["letter"] |= {"signer_authority": authority, "signer_title": title}
    found = [row for row in policies.checklist.dossier_obstacles(content) if row.field == "signer_authority"]
    assert bool(found) == wrong
    assert all("Phụ lục I" in row.sentence for row in found)
