"""WHICH PROCESSES? A few, each with a pipe of its own: who died is known, and all can be ended at once.

An executor of the standard library keeps neither promise: one process that is killed breaks them all, and a part
that is under way cannot be stopped.
"""

import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from . import tasks

# Fresh processes: a forked one would share its parent's database connection.
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Answer:
    """What came of a task: its value, or the sentence why not. Both None: it failed, and the log says how."""

    value: object = None
    sentence: str | None = None
    died: bool = False


@dataclass
class WorkerProcess:
    process: multiprocessing.Process
    pipe: Connection
    key: object = None


class Pool:
    """`give` a task to an idle process, `wait` for answers; leaving the block ends every process."""

    def __init__(self, size):
        self._hands = [self._hire() for _ in range(size)]

    def _hire(self):
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=tasks.serve, args=[theirs])
        process.start()
        theirs.close()
        return WorkerProcess(process, ours)

    @property
    def has_room(self):
        return any(hand.key is None for hand in self._hands)

    @property
    def is_busy(self):
        return any(hand.key is not None for hand in self._hands)

    def give(self, key, task, *args):
        """`key` names the task in the answer and is not None."""
        hand = next(hand for hand in self._hands if hand.key is None)
        hand.key = key
        hand.pipe.send((task, args))

    def wait(self, timeout):
        """[(key, Answer)] of what is finished within `timeout` seconds."""
        busy = {hand.pipe: hand for hand in self._hands if hand.key is not None}
        return [self._answer(busy[pipe]) for pipe in wait(list(busy), timeout)]

    def _answer(self, hand):
        key, hand.key = hand.key, None
        try:
            return key, Answer(*hand.pipe.recv())
        except (EOFError, OSError):
            self._end(hand)
            self._hands[self._hands.index(hand)] = self._hire()
            return key, Answer(died=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for hand in self._hands:
            self._end(hand)

    def _end(self, hand):
        # A part is written beside its place and renamed: nothing is half made.
        hand.process.kill()
        hand.process.join()
        hand.pipe.close()
