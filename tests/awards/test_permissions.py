"""Who may take which step, and from where: the whole table, verb by verb, account by account."""

import pytest

from awards import access, permissions, workflow
from awards.exceptions import Refused
from awards.models import Nomination
from tests import cast as c

S = Nomination.Status
EVERYBODY = {"an", "anh", "binh", "bach", "van", "chi", "giang", "dung", "thu", "hai", "quan", "khach"}

UNIT, OFFICE, LEADS = {"an", "anh"}, {"chi"}, {"dung", "thu"}
WHO = {
    "submit": UNIT,
    "recall": UNIT,
    "withdraw": UNIT,
    "receive": OFFICE,
    "return": OFFICE,
    "accept": OFFICE,
    "recommend": LEADS,
    "lower": LEADS,
    "decline": LEADS,
    "forward": {"dung"},
    "award": {"dung"},
    "award_by_province": OFFICE,
    "refuse_by_province": OFFICE,
    "refuse": {"dung"},
    "revoke": {"dung"},
}
FROM = {
    "submit": {S.DRAFT, S.RETURNED},
    "recall": {S.SUBMITTED},
    "withdraw": {S.DRAFT, S.SUBMITTED, S.RECEIVED, S.RETURNED, S.ACCEPTED},
    "receive": {S.SUBMITTED},
    "return": {S.RECEIVED, S.ACCEPTED},
    "accept": {S.RECEIVED},
    "recommend": {S.ACCEPTED},
    "lower": {S.ACCEPTED, S.RECOMMENDED},
    "decline": {S.ACCEPTED},
    "forward": {S.RECOMMENDED},
    "award": {S.RECOMMENDED},
    "award_by_province": {S.FORWARDED},
    "refuse_by_province": {S.FORWARDED},
    "refuse": {S.RECOMMENDED},
    "revoke": {S.AWARDED},
}
# Who sees unit A's dossier, by status: the unit and the department's desk always, the Council once accepted.
DESK = {"an", "anh", "chi", "dung", "quan"}
COUNCIL = {"giang", "thu", "hai"}
SEES = {status: DESK | (COUNCIL if status in Nomination.BEFORE_THE_COUNCIL else set()) for status in S}


def test_the_table_names_every_verb():
    assert set(WHO) == set(FROM) == set(workflow.STEPS)


@pytest.mark.django_db
def test_who(cast):
    """Each verb asked by each account of the house and one stranger, on unit A's dossier."""
    assert set(cast.users) == EVERYBODY
    nomination = c.start(cast)
    allowed = {verb: set() for verb in WHO}
    silent = []
    for verb, step in workflow.STEPS.items():
        for name, user in cast.users.items():
            try:
                step.who(user, nomination)
            except Refused as refused:
                silent += [] if refused.sentence else [(verb, name)]
            else:
                allowed[verb].add(name)
    assert not silent
    assert allowed == WHO


@pytest.mark.django_db
@pytest.mark.parametrize("status", S)
def test_from_where_and_seen_by_whom(cast, status):
    """In each status: no step starts outside its sources, and nobody sees more than the table says."""
    nomination = c.MAKERS[status](cast)
    for verb, sources in FROM.items():
        user = cast.users[min(WHO[verb])]
        sentence = workflow.refusal(verb, nomination, user)
        if status not in sources:
            assert "đang ở trạng thái" in sentence, verb
        else:
            assert "đang ở trạng thái" not in sentence, verb
    seen = {
        name
        for name, user in cast.users.items()
        if Nomination.objects.visible_to(user).filter(pk=nomination.pk).exists()
    }
    assert seen == SEES[status]


@pytest.mark.django_db
def test_the_head_alone_submits_where_the_campaign_says_so(cast):
    cast.campaign.head_submits = True
    cast.campaign.save()
    nomination = c.fill(cast, c.start(cast))
    with pytest.raises(Refused, match="lãnh đạo đơn vị trình"):
        workflow.take("submit", nomination, by=cast.an)
    assert workflow.take("submit", nomination, by=cast.anh).status == S.SUBMITTED


@pytest.mark.django_db
def test_an_inactive_account_may_nothing(cast):
    cast.an.is_active = False
    nomination = c.start(cast, by=cast.anh)
    assert workflow.refusal("withdraw", nomination, cast.an)
    assert not Nomination.objects.visible_to(cast.an).exists()


@pytest.mark.django_db
def test_the_officer_from_elsewhere_sees_the_offices_own_dossier(cast):
    """Chair and secretary may act for the Office; a plain member may not (docs/domain.md A11)."""
    nomination = c.submitted(cast, unit=cast.office_unit, by=cast.van)
    assert Nomination.objects.visible_to(cast.thu).filter(pk=nomination.pk).exists()
    assert not Nomination.objects.visible_to(cast.hai).filter(pk=nomination.pk).exists()
    allowed = set()
    for name, user in cast.users.items():
        try:
            permissions.check_office(user, nomination)
        except Refused:
            continue
        allowed.add(name)
    assert allowed == {"thu", "dung"}


@pytest.mark.django_db
def test_who_enters_the_admin(cast):
    allowed = {name for name, user in cast.users.items() if access.can_enter_admin(user)}
    assert allowed == EVERYBODY - {"an", "anh", "binh", "bach", "van"}
