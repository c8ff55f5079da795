"""How long, how much memory, and the line that says whether a budget is kept."""

import statistics
import time
import tracemalloc

ROUNDS = 15
SLOW_ROUNDS = 3  # for what takes a second


def median(work, rounds=ROUNDS):
    """Milliseconds of the processor: what a quiet machine takes, also on a busy one."""
    return statistics.median(seconds(work, time.process_time) for _ in range(rounds)) * 1000


def seconds(work, clock=time.perf_counter):
    started = clock()
    work()
    return clock() - started


def peak(work):
    """Bytes of Python's own memory at the worst moment."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def client_of(many, who):
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    if who:
        client.force_login(many.cast.users[who])
    return client


def report(title, said, kept):
    print(f"| {title} | {said} | {'đạt' if kept else '**vượt**'} |")
    return not kept
