"""One process of a race on SQLite: `race_worker.py VERB INSTANT` waits for the instant, acts, says JSON."""

import json
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from awards import actions, audit, signed_copies, snapshots, workflow  # noqa: E402
from awards.exceptions import Refused  # noqa: E402
from awards.models import CopyToSign, Nomination, SignedCopy, Submission  # noqa: E402
from awards.papers import registry  # noqa: E402
from campaigns import clock  # noqa: E402
from campaigns.models import Campaign, Unit, User  # noqa: E402
from tests import cast as c  # noqa: E402


def user(name):
    return User.objects.select_related("unit", "person__unit").get(username=name)


def prepare(what):
    call_command("migrate", verbosity=0)
    cast = c.assemble()
    if what == "start":
        for number in range(8):
            unit = c.make_unit(cast.campaign.department, f"u{number}", f"Đơn vị {number} (mẫu)")
            c.make_user(f"u{number}", "clerk", cast.campaign.department, unit)
    elif what in ("submit", "sign"):
        c.fill(cast, c.start(cast))
    else:
        c.submitted(cast)


def act(verb):
    if verb.startswith("start-"):
        name = "u" + verb.removeprefix("start-")
        campaign = Campaign.objects.select_related("department").get(code="bac-kan-2023")
        actions.nominations.start(
            campaign, Unit.objects.get(code=name), by=user(name), kind="collective", award_form="giay_khen"
        )
        return
    if verb.startswith("sign-"):
        nomination, name = Nomination.objects.with_names().get(number=1), verb.removeprefix("sign-")
        actions.signed_copies.attach("letter", nomination, c.pdf_upload(size=len(name)), by=user(name))
        return
    if verb.startswith("fetch-"):
        nomination, name = Nomination.objects.with_names().get(number=1), verb.removeprefix("fetch-")
        content = snapshots.dossier.build(nomination)
        signed_copies.issue(
            registry.BY_CODE["letter"], nomination, "docx", by=user(name), content=content, draft=False
        )
        return
    by = user("chi" if verb == "receive" else "an")
    workflow.take(verb, Nomination.objects.with_names().get(number=1), by=by)


def report():
    campaign = Campaign.objects.get(code="bac-kan-2023")
    rows = Nomination.objects.order_by("number")
    return {
        "status": rows[0].status,
        "numbers": [row.number for row in rows],
        "submissions": Submission.objects.count(),
        "to_sign": CopyToSign.objects.count(),
        "signed": SignedCopy.objects.live().count(),
        "breaks": [str(found) for found in audit.verify(campaign)],
    }


def main(verb, go):
    with clock.at(c.BEFORE):
        if verb.startswith("prepare-"):
            prepare(verb.removeprefix("prepare-"))
            return {"ok": True}
        if verb == "report":
            return {"ok": True, **report()}
        Campaign.objects.count()  # the connection is open before the starting gun
        time.sleep(max(0, go - time.time()))
        try:
            act(verb)
        except Refused as refused:
            return {"ok": False, "sentence": refused.sentence}
        return {"ok": True, "sentence": ""}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], float(sys.argv[2]))))
