"""Every page of everybody can be used by everybody: on an old laptop and on a telephone, by eye and by ear.

The house's world is asked at every address as every account, and some forms are sent wrongly filled. A page is opened
in the browser, at both widths, when it brings a kind of element that no page before it had; axe judges it there. The
browser's fixture fails on whatever leaves the server, on script errors and on a broken content policy.

Each area has a module of its own, test_access_….py, so that they can run side by side: a worker takes whole modules.
Areas are parts of the site and no accounts, for what one account's pages taught is asked of no other's.
"""

import re
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client

from tests.access import world as w

from .stage import DESK, FITS, HAND, SCREENS, STICKS_OUT

UNITS, FRAME, FLOW = "units", "frame", "flow"
# What is downloaded, asked by a script or leads straight elsewhere is no page.
NO_PAGE = re.compile(
    r"file|archive|to_sign|sealed_paper|nomination_export|jsi18n|autocomplete|progress|healthz|logout|<path"
)
# The watermark of a draft is faint by its nature; the bar above the sheet says the same in words. A
# paper is a sheet and no screen: its parts and the levels of its headings follow the form of Decree 30.
AXE = """async ([paper, only]) => {
  const found = await axe.run({exclude: [[".draft"]]}, {
    resultTypes: ["violations"], iframes: false, preload: false,
    ...(only.length ? {runOnly: {type: "rule", values: only}} : {}),
    rules: {"target-size": {enabled: true}, "heading-order": {enabled: !paper}, region: {enabled: !paper}},
  });
  return found.violations.filter((one) => one.impact !== "minor").flatMap((one) => one.nodes.slice(0, 3).map((node) =>
    `${one.impact} ${one.id}: ${node.target.join(" ")} ${node.html.replace(/\\s+/g, " ").slice(0, 160)}`));
}"""

# What a narrow window changes; names, roles and colours were judged in the wide one.
AGAIN = ["target-size", "scrollable-region-focusable", "link-in-text-block"]


def area(name):
    """What its people come for: the units' face, what the administration keeps of the plan, what it does with dossiers."""
    if name.startswith("admin:awards_"):
        return FLOW
    return FRAME if name.startswith(("admin:", "quan-tri/")) else UNITS


def walk(world, new_page, wanted):
    """(how many pages of this area were opened, what is wrong with them)."""
    wrong, known, opened = [], set(), 0
    for who in w.ACCOUNTS:
        user = None if who == w.NOBODY else world.cast.users[who]
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
        page = new_page(user)
        for name, send in asked(world, who, wanted):
            response = send(client)
            answer = w.answer(response)
            kinds = kinds_of_elements(answer.body) if answer.is_page else set()
            if kinds <= known:
                continue
            known |= kinds
            opened += 1
            show(page, response, answer.body)
            wrong += [
                f"{who} {name} {complaint}"
                for complaint in judged(page, f"{wanted}-{opened:03d}-{who}-{name}")
            ]
        page.context.close()
    return opened, wrong


def asked(world, who, wanted):
    """(name, how a client asks for it)."""
    for address in w.addresses():
        if area(address.name) == wanted and not NO_PAGE.search(address.name):
            yield address.name, partial(Client.get, path=w.url(address, world))
    for name, data in SENT.get(who, []):
        if area(name) != wanted:
            continue
        address = next(row for row in w.addresses() if row.name == name)
        sent = data(world) if callable(data) else data
        yield f"POST-{name}", partial(Client.post, path=w.url(address, world), data=sent)


def every(world, *more):
    return [world.submitted.pk, world.received.pk, world.accepted.pk, *more]


# Forms that are refused or ask once more, and what only an answer shows: nothing of it changes the world.
SENT = {
    w.NOBODY: [("login", {}), ("login", {"username": "an", "password": "sai"})],
    "an": [
        ("password_change", {"old_password": "sai", "new_password1": "1", "new_password2": "2"}),
        ("start", {}),
        ("evidence", {}),
        ("scores", {}),
        ("letter", {"version": "0", "number": "1" * 200}),
        ("sign_attach", {}),
        ("withdraw", {"note": ""}),
    ],
    "chi": [
        (
            "admin:awards_nomination_changelist",
            lambda world: {"action": "bulk_receive", "index": "0", "_selected_action": every(world)},
        ),
        (
            "admin:awards_nomination_bulk",
            lambda world: {"row": f"{world.received.pk}:{world.received.version}"},
        ),
        ("admin:awards_latewindow_add", {}),
        ("admin:awards_decision_draft", {}),
        ("admin:campaigns_campaign_number", {}),
        ("admin:awards_decision_certificates", {"do": "pdf", "right-signer": "xa"}),
        ("admin:awards_batch_changelist", {}),
        ("admin:awards_event_verify", {}),
    ],
    "giang": [("admin:awards_councilsession_vote", {"choice": ""})],
    "thu": [
        ("admin:awards_councilsession_close", {}),
        ("admin:awards_councilsession_add", {}),
        ("admin:awards_signedcopy_attach", {}),
        ("admin:awards_signedcopy_remove", {}),
    ],
    "quan": [
        ("admin:campaigns_user_add", {}),
        ("admin:campaigns_unit_add", {}),
        ("admin:campaigns_campaign_change", {}),
        ("admin:campaigns_user_mat-khau-tam", {}),
    ],
}


def show(page, response, body):
    """Open an address; the answer to a form is shown as the client got it, under its own policy."""
    request = response.request
    path = request["PATH_INFO"] + (f"?{request['QUERY_STRING']}" if request["QUERY_STRING"] else "")
    if request["REQUEST_METHOD"] == "GET":
        page.goto(path)
        return
    policy = {"Content-Security-Policy": response.headers.get("Content-Security-Policy", "")}
    headers = {"Content-Type": "text/html; charset=utf-8", **policy}
    address = re.compile(rf"^http://[^/]+{re.escape(path)}$")
    page.route(address, lambda route: route.fulfill(status=response.status_code, headers=headers, body=body))
    page.goto(path)
    page.unroute(address)


def judged(page, name):
    """What is wrong with the page that is open, at the width of a desk and of a hand."""
    found = []
    page.evaluate(AXE_SCRIPT)
    for width, size in (("1366", DESK), ("390", HAND)):
        page.set_viewport_size(size)
        if width == "390" and not fits(page):
            found.append(f"390: sticks out: {page.evaluate(STICKS_OUT)}")
        paper = page.locator(".bar [data-print]").count() > 0
        found += [f"{width}: {line}" for line in page.evaluate(AXE, [paper, AGAIN if width == "390" else []])]
        if SCREENS:
            Path(SCREENS).mkdir(parents=True, exist_ok=True)
            path = f"{SCREENS}/{name.replace('/', '_').replace(':', '_')}-{width}.png"
            page.screenshot(path=path, full_page=True, caret="initial", animations="allow")
    return found


def fits(page):
    if not page.evaluate(FITS):
        page.wait_for_timeout(400)  # the admin's menu takes a moment to step aside
    return page.evaluate(FITS)


class _Elements(HTMLParser):
    """Every kind of element of a page: what it is, in what it stands, and how it is named to those who do not see."""

    VOID = frozenset(["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])

    def __init__(self):
        super().__init__()
        self.open, self.kinds = [""], set()

    def handle_starttag(self, tag, attrs):
        kept = dict(attrs)
        told = [kept.get(name) or "" for name in ("class", "type", "role")]
        told += [name for name in ("aria-label", "aria-labelledby", "alt", "placeholder") if name in kept]
        if tag in ("input", "select", "textarea"):
            told.append(re.sub(r"[\d-]+", "", kept.get("name") or ""))
        node = f"{tag}.{' '.join(told)}"
        self.kinds.add(f"{self.open[-1]} > {node}")
        if tag not in self.VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].startswith(f"{tag}."):
                del self.open[place:]
                return


def kinds_of_elements(html):
    reader = _Elements()
    reader.feed(html)
    return reader.kinds
