"""A department in full swing, and a walk over every address of the site as every account of the cast.

The walk sends GET and POST to each address and undoes what they do, so that each request meets the same world.
A new address whose parameters nobody filled stops the walk with its name.
"""

from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie

from django.contrib import admin
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from awards import actions, workflow
from awards.batches import queue, storage
from awards.models import Award, Batch, Event, LateWindow
from campaigns import clock
from campaigns.models import BaseSalary, BonusRate, Criterion, LegalRegime
from tests import cast as c

NOBODY = "nobody"
# Unit A's clerk and head, unit B's clerk, the Office, a member from unit A, the secretary, the Director (and
# chair), the administrator, and the Office of another department.
ACCOUNTS = [NOBODY, "an", "anh", "binh", "chi", "giang", "thu", "dung", "quan", "khach"]


@dataclass
class World:
    """Every object that an address can name. `a` is unit A's dossier, sent back for correction."""

    cast: c.Cast
    a: object = None
    accepted: object = None
    awarded: object = None
    recommended: object = None
    received: object = None
    submitted: object = None
    evidence: object = None
    signed_copy: object = None
    signed_minutes: object = None
    from_province: object = None
    closed_session: object = None
    open_session: object = None
    planned_session: object = None
    draft_decision: object = None
    signed_decision: object = None
    batch: object = None
    done_batch: object = None
    rows: dict = field(default_factory=dict)


def build(cast) -> World:
    world = World(cast)
    units = {code: _unit(cast, code) for code in ("c", "d", "e", "f", "g")}
    world.awarded, world.recommended = (c.accepted(cast, **units[code]) for code in ("c", "d"))
    forwarded = c.accepted(cast, **units["g"], award_form="bang_khen")
    world.closed_session = c.closed_session(cast)
    for nomination in (world.awarded, world.recommended, forwarded):
        workflow.take("recommend", nomination, by=cast.thu)
    world.signed_decision = actions.decisions.sign(c.decision(cast, [world.awarded]), by=cast.dung)
    world.draft_decision = c.decision(cast, [world.recommended], number="02")
    world.signed_minutes = actions.signed_copies.attach(
        "council_minutes", world.closed_session, c.pdf_upload("bien-ban-da-ky.pdf"), by=cast.thu
    )
    world.from_province = _from_province(cast, forwarded)
    world.accepted = c.accepted(cast, unit=cast.unit_b, by=cast.binh)
    world.open_session = c.open_session(cast)
    _scored(world)
    world.planned_session = actions.council_sessions.plan(
        cast.campaign, by=cast.thu, scheduled_at=clock.now(), place="Phòng họp Sở (mẫu)"
    )
    world.submitted = c.submitted(cast, **units["e"])
    world.received = c.received(cast, **units["f"])
    _unit_a(world, cast)
    until = c.DEADLINE + (c.DEADLINE - c.BEFORE)
    actions.late_windows.open_late_window(
        cast.campaign, cast.unit_b, by=cast.chi, until=until, reason="Mất điện cả ngày cuối hạn (mẫu)."
    )
    world.batch = queue.ask(cast.campaign, "luu_tru", by=cast.chi)
    world.done_batch = _done_batch(cast)
    world.rows = _rows(world)
    return world


def _from_province(cast, forwarded):
    """What the province decided, not yet recorded as signed; its PDF has arrived."""
    actions.decisions.sign(c.decision(cast, [forwarded], "proposal", number="03"), by=cast.dung)
    decision = c.decision(cast, [forwarded], "province_award", number="77")
    actions.signed_copies.attach("incoming", decision, c.pdf_upload("qd-ubnd.pdf"), by=cast.chi)
    return decision


def _done_batch(cast):
    """Finished work of the Office, with its file."""
    batch = queue.ask(cast.campaign, "giay_khen_rieng", by=cast.chi)
    storage.make_folder(batch)
    storage.result_path(batch).write_bytes(b"PK\x05\x06" + b"\0" * 18)
    facts = {"file_name": "giay-khen.zip", "file_size": 22, "sha256": "0" * 64}
    Batch.objects.filter(pk=batch.pk).update(state="done", finished_at=clock.now(), **facts)
    return Batch.objects.get(pk=batch.pk)


def _unit(cast, code):
    unit = c.make_unit(cast.campaign.department, f"phong-{code}", f"Phòng {code.upper()} (mẫu)", order=50)
    clerk = c.make_user(f"clerk-{code}", "clerk", cast.campaign.department, unit, full_name="Mẫu")
    return {"unit": unit, "by": clerk}


def _scored(world):
    """Every member has scored what is on the table, so that a ballot is the next thing."""
    item = world.open_session.items.select_related("session__campaign", "nomination__campaign").get()
    points = {
        code: (given, "") for code, given in actions.council_scores.self_points(item.nomination).items()
    }
    for name in world.cast.seats:
        actions.council_scores.score(item, points, by=world.cast.users[name])


def _unit_a(world, cast):
    nomination = c.start(cast, person=cast.people["nominee"])
    c.fill(cast, nomination)
    world.evidence = actions.dossiers.add_evidence(
        nomination, c.pdf_upload(), by=cast.an, description="Báo cáo kết quả (mẫu)"
    )
    world.signed_copy = actions.signed_copies.attach(
        "letter", nomination, c.pdf_upload("to-trinh-da-ky.pdf"), by=cast.an, number="07/TTr-A"
    )
    workflow.take("submit", nomination, by=cast.an)
    workflow.take("receive", nomination, by=cast.chi)
    note = "Báo cáo thiếu số liệu so sánh với quý trước."
    world.a = workflow.take("return", nomination, by=cast.chi, note=note)


def _rows(world):
    """One row per table of the admin."""
    cast = world.cast
    known = [
        *(cast.campaign, cast.campaign.department, cast.unit_a, cast.people["nominee"], cast.users["an"]),
        *(cast.seats["hai"], world.open_session, world.signed_decision, world.a, world.batch),
        world.signed_minutes,
        *(model.objects.order_by("pk").first() for model in (Award, Event, LateWindow, Criterion)),
        *(model.objects.order_by("pk").first() for model in (LegalRegime, BonusRate, BaseSalary)),
    ]
    rows = {type(row)._meta.label_lower.replace(".", "_"): row for row in known}
    missing = [
        m._meta.label for m in admin.site._registry if m._meta.label_lower.replace(".", "_") not in rows
    ]
    assert not missing, f"tests/access/world.py shows no row of {missing}"
    return rows


# --- addresses -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Address:
    """`name` is the key of the table: the URL's name, or its route where it has none."""

    name: str
    route: str
    converters: frozenset
    view: str  # the URL's name, "" where it has none
    query: str = ""


def addresses():
    """Every address of the site, and some again about another object (`name@object`)."""
    again = {}
    for name in SPECIAL:
        again.setdefault(name.partition("@")[0], []).append(name)
    for address in _patterns():
        yield address
        for name in again.get(address.name, []):
            if "@" in name:
                yield replace(address, name=name, query=QUERY.get(name, ""))


def _patterns(resolver=None, namespace="", route="", converters=frozenset()):
    resolver = resolver or get_resolver()
    for pattern in resolver.url_patterns:
        here = f"{route}{'' if isinstance(pattern.pattern, RegexPattern) else pattern.pattern}"
        asked = converters | set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name or ''}" if pattern.name else here or str(pattern.pattern)
            yield Address(
                name, here, frozenset(asked - set(pattern.default_args)), name if pattern.name else ""
            )
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern, inner, here, asked)


def url(address: Address, world: World) -> str:
    if address.name == "quan-tri/":  # the admin's own catch-all
        return "/quan-tri/khong-co-trang-nay"
    known = parameters(address, world)
    unfilled = address.converters - set(known)
    assert not unfilled, f"{address.name}: tests/access/world.py does not fill {sorted(unfilled)}"
    kwargs = {name: known[name] for name in address.converters}
    if address.view:
        return reverse(address.view, kwargs=kwargs) + address.query
    return "/" + address.route.replace("<path:object_id>", str(kwargs["object_id"]))


def parameters(address: Address, world: World) -> dict:
    """The objects that this address is asked about: unit A's, wherever it is about a unit."""
    name = address.name
    known = {"reference": world.a.reference, "code": world.cast.campaign.code, "number": 1, "part": "letter"}
    known |= {"form": "pdf"}
    for label, row in world.rows.items():
        if name.startswith((f"admin:{label}_", f"quan-tri/{label.replace('_', '/')}/")):
            known |= {"pk": row.pk, "object_id": row.pk}
    return known | SPECIAL.get(name, lambda world: {})(world)


def _in_session(world):
    item = world.open_session.items.get()
    return {"pk": world.open_session.pk, "item_pk": item.pk, "member_pk": world.cast.seats["hai"].pk}


SPECIAL = {
    "dossier@another-unit": lambda world: {"reference": world.accepted.reference},
    "campaign@unknown": lambda world: {"code": "khong-co"},
    "admin:awards_nomination_change@accepted": lambda world: {"pk": world.accepted.pk},
    "admin:awards_nomination_bulk@recommend": lambda world: {"verb": "recommend"},
    "admin:awards_councilsession_change@closed": lambda world: {"pk": world.closed_session.pk},
    "admin:awards_councilsession_board@closed": lambda world: {"pk": world.closed_session.pk},
    "admin:awards_councilsession_results@closed": lambda world: {"pk": world.closed_session.pk},
    "admin:awards_decision_change@draft": lambda world: {"pk": world.draft_decision.pk},
    "admin:autocomplete@person": lambda world: {},
    "evidence_file": lambda world: {"key": world.evidence.key},
    "evidence_remove": lambda world: {"key": world.evidence.key},
    "signed_file": lambda world: {"key": world.signed_copy.key},
    "signed_remove": lambda world: {"key": world.signed_copy.key},
    "signed_check": lambda world: {"key": world.signed_copy.key},
    "admin:awards_signedcopy_check": lambda world: {"key": world.signed_minutes.key},
    "admin:awards_signedcopy_to_sign": lambda world: {
        "subject_name": "decision",
        "pk": world.draft_decision.pk,
        "paper": "decision",
        "form": "docx",
    },
    "admin:awards_signedcopy_papers@province": lambda world: {
        "subject_name": "decision",
        "pk": world.from_province.pk,
    },
    "admin:awards_signedcopy_file": lambda world: {"key": world.signed_minutes.key},
    "admin:awards_signedcopy_remove": lambda world: {"key": world.signed_minutes.key},
    "admin:awards_signedcopy_papers": lambda world: {
        "subject_name": "session",
        "pk": world.closed_session.pk,
    },
    "admin:awards_signedcopy_papers@decision": lambda world: {
        "subject_name": "decision",
        "pk": world.draft_decision.pk,
    },
    "admin:awards_signedcopy_papers@slips": lambda world: {
        "subject_name": "submission",
        "pk": world.received.submissions.get().pk,
    },
    "admin:awards_signedcopy_papers@campaign": lambda world: {
        "subject_name": "campaign",
        "pk": world.cast.campaign.pk,
    },
    "admin:awards_signedcopy_attach": lambda world: {
        "subject_name": "session",
        "pk": world.closed_session.pk,
        "paper": "tally",
    },
    "sealed_paper": lambda world: {"key": world.a.submissions.get().papers.get(part="letter").key},
    "official_paper": lambda world: {"code": "decision", "pk": world.signed_decision.pk},
    "official_paper@slip": lambda world: {"code": "return", "pk": world.a.submissions.get().pk},
    "official_paper@tally": lambda world: {"code": "tally", "pk": world.closed_session.pk},
    "official_paper@planned": lambda world: {"code": "invitation", "pk": world.planned_session.pk},
    "guide": lambda world: {"name": "don-vi"},
    "guide@unknown": lambda world: {"name": "khong-co"},
    "official_file": lambda world: {"code": "invitation", "pk": world.closed_session.pk},
    "result": lambda world: {"key": world.awarded.award.key},
    "result@guessed": lambda world: {"key": "A" * 22},
    "admin:awards_decision_certificate_file": lambda world: {"what": "trang-thu"},
    "admin:view_on_site": lambda world: {"content_type_id": 1, "object_id": 1},
    "admin:app_list": lambda world: {"app_label": "campaigns"},
    "admin:awards_nomination_step": lambda world: {"pk": world.submitted.pk, "verb": "receive"},
    "admin:awards_nomination_bulk": lambda world: {"verb": "receive"},
    "admin:awards_nomination_export": lambda world: {"kind": "proposed"},
    "admin:awards_nomination_check": lambda world: {"pk": world.received.pk},
    "admin:awards_councilsession_attend": lambda world: {"pk": world.planned_session.pk},
    "admin:awards_councilsession_agenda": lambda world: {"pk": world.planned_session.pk},
    "admin:awards_councilsession_open": lambda world: {"pk": world.planned_session.pk},
    "admin:awards_councilsession_cancel": lambda world: {"pk": world.planned_session.pk},
    "admin:awards_decision_drop": lambda world: {"pk": world.draft_decision.pk},
    "admin:awards_decision_draft": lambda world: {
        "campaign_pk": world.cast.campaign.pk,
        "kind": "department_award",
    },
    "admin:awards_decision_sign": lambda world: {"pk": world.draft_decision.pk},
    "admin:awards_batch_file": lambda world: {"pk": world.done_batch.pk},
    **{
        f"admin:awards_councilsession_{name}": _in_session
        for name in ("tie", "score", "vote", "score_for", "vote_for")
    },
}


QUERY = {
    "admin:autocomplete@person": "?app_label=campaigns&model_name=user&field_name=person&term=dang",
}


# --- what is posted: enough to succeed, for whoever may ------------------------------------------------------

BODY = {
    "login": lambda world: {"username": "an", "password": c.PASSWORD},
    **{
        name: lambda world: {"version": world.a.version, "note": "Đơn vị đổi người được đề nghị (mẫu)."}
        for name in ("submit", "recall", "withdraw")
    },
    **{
        name: lambda world, name=name: {"version": getattr(world.a, name).version}
        for name in ("letter", "minutes", "report")
    },
    "nominee": lambda world: {"is_direct_worker": "on", "direct_work_note": "Tham mưu trực tiếp (mẫu)"},
    "sign_attach": lambda world: {"letter-replaces": world.signed_copy.key},
    "admin:awards_signedcopy_attach": lambda world: {"tally-number": "03"},
    "admin:awards_signedcopy_remove": lambda world: {"note": "Gắn nhầm bản quét thiếu trang cuối (mẫu)."},
    "admin:awards_nomination_step": lambda world: {"version": world.submitted.version},
    "admin:awards_nomination_bulk": lambda world: {"row": f"{world.submitted.pk}:{world.submitted.version}"},
    "admin:awards_nomination_check": lambda world: {"version": world.received.version, "is_right": "1"},
    "admin:awards_nomination_bulk@recommend": lambda world: {
        "row": f"{world.accepted.pk}:{world.accepted.version}"
    },
    "admin:awards_councilsession_attend": lambda world: {
        "version": world.planned_session.version,
        **{f"presence-{seat.pk}": "present" for seat in world.cast.seats.values()},
    },
    **{
        f"admin:awards_councilsession_{name}": lambda world: {"version": world.planned_session.version}
        for name in ("agenda", "open")
    },
    "admin:awards_councilsession_close": lambda world: {
        "version": world.open_session.version,
        "conclusion": "Hội đồng thống nhất (mẫu).",
    },
    "admin:awards_councilsession_cancel": lambda world: {
        "version": world.planned_session.version,
        "note": "Chủ tịch Hội đồng đi công tác đột xuất (mẫu).",
    },
    "admin:awards_councilsession_vote": lambda world: {"choice": "yes"},
    "admin:awards_decision_sign": lambda world: {"version": world.draft_decision.version},
    "admin:awards_decision_drop": lambda world: {
        "version": world.draft_decision.version,
        "note": "Soạn nhầm danh sách, soạn lại từ đầu (mẫu).",
    },
    "admin:awards_decision_certificates": lambda world: {"do": "ban-in", "right-signer": "2,5"},
    "admin:awards_batch_changelist": lambda world: {
        "campaign": world.cast.campaign.pk,
        "what": "giay_khen",
        "form": "pdf",
    },
    "admin:campaigns_campaign_number": lambda world: {"plan_number": "60", "plan_date": "17/11/2023"},
    "admin:campaigns_campaign_authority": lambda world: {
        "functions_citation": "Quyết định số 00/2022/QĐ-UBND ngày 01 tháng 3 năm 2022 của UBND tỉnh (mẫu)"
    },
}


# --- the walk ----------------------------------------------------------------------------------------------


@dataclass
class Answer:
    status: int
    body: str  # "" unless it is HTML or JSON
    is_page: bool


class Walker:
    """Asks as each account and undoes what each request did."""

    def __init__(self, world):
        self.clients, self.cookies = {}, {}
        for name in ACCOUNTS:
            self.clients[name] = client = Client(raise_request_exception=False)
            if name != NOBODY:
                client.force_login(world.cast.users[name])
            self.cookies[name] = client.cookies.output(header="")

    def ask(self, who, method, address, data=None, **headers) -> Answer:
        client = self.clients[who]
        client.cookies = SimpleCookie(self.cookies[who])
        before = transaction.savepoint()
        try:
            return answer(getattr(client, method.lower())(address, data or {}, **headers))
        finally:
            transaction.savepoint_rollback(before)


def answer(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    is_page = kind.startswith("text/html")
    is_read = is_page or kind.startswith("application/json")
    return Answer(response.status_code, body.decode() if is_read else "", is_page)


def bulk_actions(world):
    """{(table, account): [bulk actions]} of everybody whom the admin lets in."""
    found = {}
    for name in ACCOUNTS[1:]:
        request = RequestFactory().get("/")
        request.user = world.cast.users[name]
        if admin.site.has_permission(request):
            for model, model_admin in admin.site._registry.items():
                found[model._meta.label_lower, name] = sorted(model_admin.get_actions(request))
    return found
