"""Pages that no address shows by itself: refusals, wrong input, empty lists, filters, confirmations."""

from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults

from awards.models import Event
from tests import cast as c

from . import world as w

VERBS = ("receive", "return", "accept", "recommend", "lower", "decline")


def extras(world, walker) -> dict:
    """{what was asked: Answer}."""
    asked = [
        *_doors(world),
        *_lists(),
        *_empty_forms(world),
        *_bulk(world),
        *_history(world),
        *_actions_of_others(world),
    ]
    answers = {
        f"{who} {method} {url} {data}": walker.ask(who, method, url, data) for who, method, url, data in asked
    }
    return answers | _broken(world)


def _doors(world):
    AccessAttempt.objects.create(
        username="clerk-c", ip_address="127.0.0.1", failures_since_start=9, get_data="", post_data=""
    )
    login, change = reverse("login"), reverse("password_change")
    for data in ({}, {"username": "an", "password": "sai"}, {"username": "clerk-c", "password": "sai"}):
        yield w.NOBODY, "POST", login, data
    for password in ("1", "123456789012", "nguyenvanan", "password123", "khac-nhau-2024"):
        fields = {"old_password": c.PASSWORD, "new_password1": password, "new_password2": password}
        yield "an", "POST", change, fields
        yield "an", "POST", change, fields | {"new_password2": "x", "old_password": "sai"}
    for who in (w.NOBODY, "an", "chi", "quan"):
        yield who, "GET", "/khong-co-trang-nay/", {}


def _lists():
    """Every table: searched, sorted, filtered wrongly, beyond its last page, all at once."""
    for model in admin.site._registry:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for query in ({"q": "khong co gi"}, {"q": "a", "o": "1.-2"}, {"p": "99"}, {"all": ""}, {"e": "1"}):
            yield "quan", "GET", url, query
        yield "chi", "GET", url, {"q": "a"}
        yield "quan", "POST", url, {"action": "", "_selected_action": "1"}
        yield "chi", "POST", url, {"action": "bulk_return", "index": "0"}


def _empty_forms(world):
    """Nothing filled in where the walk filled something."""
    for address in w.addresses():
        if address.name in w.BODY and address.name not in ("login", "admin:autocomplete@person"):
            for who in ("an", "chi", "thu", "dung", "quan"):
                yield who, "POST", w.url(address, world), {}


def _bulk(world):
    url = reverse("admin:awards_nomination_changelist")
    rows = [world.submitted.pk, world.received.pk, world.accepted.pk, world.a.pk]
    for who in ("chi", "thu", "dung"):
        for verb in VERBS:
            yield who, "POST", url, {"action": f"bulk_{verb}", "_selected_action": rows, "index": "0"}
            pairs = [f"{row.pk}:{row.version}" for row in (world.submitted, world.received, world.accepted)]
            take = reverse("admin:awards_nomination_bulk", args=[verb])
            yield who, "POST", take, {"row": pairs, "note": "Thiếu số liệu so sánh với quý trước (mẫu)."}
            yield who, "POST", take, {"row": pairs}


def _actions_of_others(world):
    """The page before a bulk step, asked for by those who are not offered it."""
    url = reverse("admin:awards_nomination_changelist")
    for who in ("giang", "quan", "khach"):
        for verb in VERBS:
            rows = {"_selected_action": [world.accepted.pk, world.submitted.pk], "index": "0"}
            yield who, "POST", url, {"action": f"bulk_{verb}", **rows}


def _history(world):
    """What the administrator did lately: on his first page, and on the row's own."""
    unit = world.cast.unit_a
    for flag, message in (
        (ADDITION, '[{"added": {}}]'),
        (CHANGE, '[{"changed": {"fields": ["Tên"]}}]'),
        (
            CHANGE,
            '[{"added": {"name": "dòng", "object": "x"}}, {"deleted": {"name": "dòng", "object": "y"}}]',
        ),
        (CHANGE, "[]"),
    ):
        LogEntry.objects.create(
            user=world.cast.quan,
            content_type=ContentType.objects.get_for_model(unit),
            object_id=unit.pk,
            object_repr=str(unit),
            action_flag=flag,
            change_message=message,
        )
    yield "quan", "GET", reverse("admin:index"), {}
    kinds = {event.verb: event for event in Event.objects.order_by("sequence")}
    for event in kinds.values():
        yield "chi", "GET", reverse("admin:awards_event_change", args=[event.pk]), {}
    yield "quan", "GET", reverse("admin:campaigns_unit_history", args=[unit.pk]), {}
    form = {"code": "moi", "name": "Phòng mới (mẫu)"}
    yield "quan", "POST", reverse("admin:campaigns_unit_add"), form
    yield "quan", "POST", reverse("admin:campaigns_unit_change", args=[unit.pk]), form | {"_continue": "1"}


def _broken(world):
    """No token, no such host, and a fault of ours."""
    careful = Client(enforce_csrf_checks=True, raise_request_exception=False)
    careful.force_login(world.cast.an)
    broken = defaults.server_error(RequestFactory().get("/"))
    return {
        "no token": w.answer(careful.post(reverse("home"), {})),
        "no such host": w.answer(careful.get("/", headers={"host": "khac.test:x"})),
        "a fault": w.Answer(broken.status_code, broken.content.decode(), True),
    }
