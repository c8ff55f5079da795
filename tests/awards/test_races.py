"""Two people at once: exactly one effect, and the other gets the sentence.

On PostgreSQL with one real connection each; on SQLite with one real process each.
"""

import json
import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from awards import actions, audit, signed_copies, snapshots, workflow
from awards.exceptions import Refused
from awards.models import Ballot, CopyToSign, Event, Nomination, SignedCopy, Submission
from awards.papers import registry
from campaigns import clock
from tests import cast as c
from tests.awards import signature_factory as m

S = Nomination.Status


def at_once(*works):
    """Run each callable in a thread with its own connection, released together: [result or Refused]."""
    gate, outcomes = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            with clock.at(c.BEFORE):
                gate.wait(timeout=20)
                outcomes[place] = work()
        except Exception as error:  # handed to the assertion, whatever it is
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def one_wins(outcomes):
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    other = [outcome for outcome in outcomes if isinstance(outcome, Exception) and outcome not in refused]
    assert other == []
    assert len(refused) == len(outcomes) - 1
    assert all(outcome.sentence for outcome in refused)
    return refused


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
class TestOnPostgreSQL:
    def test_it_is_postgresql(self):
        assert connection.vendor == "postgresql"

    def test_two_clerks_start_at_once(self, cast):
        one_wins(
            at_once(
                lambda: c.start(cast, by=cast.an),
                lambda: c.start(cast, by=cast.anh, person=cast.people["nominee"]),
            )
        )
        assert Nomination.objects.count() == 1

    def test_a_double_click_submits_once(self, cast):
        nomination = c.fill(cast, c.start(cast))
        submit = lambda: workflow.take("submit", Nomination.objects.get(pk=nomination.pk), by=cast.an)  # noqa: E731
        one_wins(at_once(submit, submit, submit))
        assert Submission.objects.count() == 1
        assert Event.objects.filter(verb="submit").count() == 1

    def test_recall_against_receive(self, cast):
        nomination = c.submitted(cast)
        one_wins(
            at_once(
                lambda: workflow.take("recall", nomination, by=cast.an),
                lambda: workflow.take("receive", nomination, by=cast.chi),
            )
        )
        nomination.refresh_from_db()
        assert nomination.status in (S.DRAFT, S.RECEIVED)
        assert list(audit.verify(cast.campaign)) == []

    def test_two_office_users_decide_differently(self, cast):
        nomination = c.received(cast)
        for part in ("letter", "minutes", "report"):
            c.actions.paper_checks.record_paper_check(nomination, part, by=cast.chi, is_right=True)
        one_wins(
            at_once(
                lambda: workflow.take("accept", nomination, by=cast.chi, version=nomination.version),
                lambda: workflow.take(
                    "return",
                    nomination,
                    by=cast.chi,
                    note="Báo cáo thiếu số liệu so sánh.",
                    version=nomination.version,
                ),
            )
        )

    def test_a_member_votes_from_two_tabs(self, cast):
        c.accepted(cast)
        session = c.open_session(cast)
        item = session.items.get()
        given = {
            code: (points, "") for code, points in actions.council_scores.self_points(item.nomination).items()
        }
        actions.council_scores.score(item, given, by=cast.giang)
        one_wins(
            at_once(
                lambda: actions.council_scores.vote(item, Ballot.Choice.YES, by=cast.giang),
                lambda: actions.council_scores.vote(item, Ballot.Choice.NO, by=cast.giang),
            )
        )
        assert Ballot.objects.count() == 1

    def test_two_letters_race_for_the_last_bang_khen(self, cast):
        rows = c.two_for_bang_khen(cast)
        letters = [
            c.decision(cast, [row], "proposal", number=str(number)) for number, row in enumerate(rows, 1)
        ]
        one_wins(
            at_once(
                *(lambda letter=letter: actions.decisions.sign(letter, by=cast.dung) for letter in letters)
            )
        )
        assert Nomination.objects.filter(status=S.FORWARDED).count() == 1

    def test_two_people_attach_a_signed_copy_at_once(self, cast):
        nomination = c.fill(cast, c.start(cast))
        refused = one_wins(
            at_once(
                *(
                    lambda who=who: actions.signed_copies.attach(
                        "letter", nomination, c.pdf_upload(size=len(who)), by=cast.users[who]
                    )
                    for who in ("an", "anh")
                )
            )
        )
        assert "đã gắn bản ký khác" in refused[0].sentence
        assert SignedCopy.objects.live().count() == SignedCopy.objects.count() == 1
        assert list(audit.verify(cast.campaign)) == []

    def test_a_copy_to_sign_fetched_twice_at_once_is_one(self, cast):
        nomination = c.fill(cast, c.start(cast))
        content = snapshots.dossier.build(nomination)
        given = [(nomination, content)]

        def fetch():
            signed_copies.record_issued(registry.BY_CODE["letter"], given, by=cast.an, data=b"%PDF")

        assert at_once(fetch, fetch, fetch) == [None, None, None]
        assert CopyToSign.objects.count() == 1

    def test_a_signature_checked_twice_at_once_is_one_new_fact(self, cast, settings, tmp_path):
        settings.SIGNATURE_ROOTS = tmp_path / "roots"
        nomination = c.fill(cast, c.start(cast))
        key = actions.signed_copies.attach("letter", nomination, m.upload(m.signed()), by=cast.an).key
        m.trust(tmp_path / "roots")
        check = lambda: actions.signed_copies.judge_again(SignedCopy.objects.get(key=key), by=cast.an)  # noqa: E731
        assert sorted(at_once(check, check)) == [False, True]
        assert list(audit.verify(cast.campaign)) == []

    def test_a_save_races_the_submission(self, cast):
        """What is sealed is either wholly before or wholly after the other's save, never a mixture."""
        nomination = c.fill(cast, c.start(cast))
        save = lambda: c.actions.dossiers.save_paper(  # noqa: E731
            nomination, "letter", {"reasons": "Lý do mới (mẫu)."}, by=cast.anh, version=1
        )
        at_once(lambda: workflow.take("submit", nomination, by=cast.an), save)
        submission = Submission.objects.first()
        if submission:
            assert submission.content["letter"]["reasons"] == Nomination.objects.get().letter.reasons

    def test_fifty_dossiers_on_the_last_day(self, cast):
        """Every status change of a campaign takes one lock: none is lost and the chain holds."""
        units = [c.make_unit(cast.campaign.department, f"u{n}", f"Đơn vị {n} (mẫu)") for n in range(8)]
        clerks = [
            c.make_user(f"u{n}", "clerk", cast.campaign.department, unit) for n, unit in enumerate(units)
        ]
        outcomes = at_once(
            *(
                lambda unit=unit, clerk=clerk: c.start(cast, unit=unit, by=clerk)
                for unit, clerk in zip(units, clerks, strict=True)
            )
        )
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert sorted(row.number for row in outcomes) == list(range(1, 9))
        assert list(audit.verify(cast.campaign)) == []


# --- SQLite, with real processes ------------------------------------------------------------------------

WORKER = Path(__file__).with_name("race_worker.py")


@pytest.fixture
def sqlite_house(tmp_path):
    """A folder with a real SQLite file holding the cast; processes are told to use it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment |= {
        "EMULATION_MODE": "test",
        "EMULATION_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/race.sqlite3",
        "DJANGO_SETTINGS_MODULE": "emulation.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }

    def run(*verbs):
        """Start one process per verb, all waiting for the same instant; what each of them said."""
        go = time.time() + 2.5
        started = [
            subprocess.Popen(
                [sys.executable, WORKER, verb, str(go)],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for verb in verbs
        ]
        said = []
        for process in started:
            out, err = process.communicate(timeout=90)
            assert process.returncode == 0, err
            said.append(json.loads(out.splitlines()[-1]))
        return said

    return run


class TestOnSQLite:
    @pytest.mark.parametrize(
        ("verbs", "status"),
        [
            (("submit", "submit", "submit"), {"submitted"}),
            (("recall", "receive"), {"draft", "received"}),
        ],
    )
    def test_processes(self, sqlite_house, verbs, status):
        (made,) = sqlite_house("prepare-" + verbs[0])
        assert made["ok"]
        said = sqlite_house(*verbs)
        assert sum(answer["ok"] for answer in said) == 1
        assert all(answer["sentence"] for answer in said if not answer["ok"])
        (after,) = sqlite_house("report")
        assert after["status"] in status
        assert after["breaks"] == []
        assert after["submissions"] == 1

    def test_two_people_attach_a_signed_copy_at_once(self, sqlite_house):
        sqlite_house("prepare-sign")
        said = sqlite_house("sign-an", "sign-anh")
        assert [answer["ok"] for answer in said].count(True) == 1
        assert "đã gắn bản ký khác" in next(answer["sentence"] for answer in said if not answer["ok"])
        (after,) = sqlite_house("report")
        assert (after["signed"], after["breaks"]) == (1, [])

    def test_a_copy_to_sign_fetched_at_once_is_one(self, sqlite_house):
        sqlite_house("prepare-sign")
        said = sqlite_house("fetch-an", "fetch-anh", "fetch-an")
        assert all(answer["ok"] for answer in said)
        (after,) = sqlite_house("report")
        assert (after["to_sign"], after["breaks"]) == (1, [])

    def test_eight_units_start_at_once(self, sqlite_house):
        sqlite_house("prepare-start")
        said = sqlite_house(*(f"start-{number}" for number in range(8)))
        assert all(answer["ok"] for answer in said)
        (after,) = sqlite_house("report")
        assert after["numbers"] == list(range(1, 9))
        assert after["breaks"] == []


def test_the_workers_clock_stands_before_the_deadline():
    assert c.BEFORE + timedelta(days=1) < c.DEADLINE
