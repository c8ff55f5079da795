"""The press on “Trình”, in-process; the making of the three PDFs is told apart."""

import statistics
import time
from contextlib import contextmanager

from bench._measure import SLOW_ROUNDS, client_of, report


def last_post(many, floor):
    """Print what one press costs; `floor` is the Cost of an empty page. Returns whether it is over the budget."""
    from campaigns import clock
    from tests import cast as c

    client, presses = client_of(many, "an"), []
    with clock.at(c.BEFORE), timed_papers() as drawing:
        for n in range(SLOW_ROUNDS):
            presses.append(press(client, *complete_dossier(many, n), drawing))
    spent = statistics.median(taken for taken, _ in presses) * 1000
    floors = (spent + floor.served - floor.inside) / floor.served
    print("\n| Bấm “Trình” (chưa kể tạo PDF) | | |\n|---|--:|---|")
    made = sum(drawing) / SLOW_ROUNDS * 1000
    said = f"{spent:.0f} ms, {presses[-1][1]} truy vấn, {floors:.1f} sàn; ba PDF thêm {made:.0f} ms"
    return report("≤ 10 sàn", said, floors <= 10)


def complete_dossier(many, n):
    """(its clerk, a dossier that lacks nothing) of a unit of its own."""
    from tests import cast as c

    department = many.cast.campaign.department
    unit = c.make_unit(department, f"them-{n}", f"Phòng thêm {n} (mẫu)")
    clerk = c.make_user(f"clerk-{n}", "clerk", department, unit)
    return clerk, c.fill(many.cast, c.start(many.cast, unit=unit, by=clerk), by=clerk)


def press(client, clerk, nomination, drawing):
    """(seconds of the processor without the drawing of PDFs, queries)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client.force_login(clerk)
    url = reverse("submit", args=[nomination.reference])
    drawn, started = sum(drawing), time.process_time()
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(url, {"version": nomination.version})
    taken = time.process_time() - started - (sum(drawing) - drawn)
    if answer.status_code != 302:
        raise SystemExit(f"{url}: {answer.status_code}")
    return taken, len(queries)


@contextmanager
def timed_papers():
    """The seconds of the processor that each PDF takes, in a list that grows."""
    from awards import papers

    real, drawing = papers.pdf, []

    def timed(*args, **more):
        started = time.process_time()
        try:
            return real(*args, **more)
        finally:
            drawing.append(time.process_time() - started)

    papers.pdf = timed
    try:
        yield drawing
    finally:
        papers.pdf = real
