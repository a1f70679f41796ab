"""Map a function over items, in several processes where that pays.

Knows nothing of what it maps. Processes are spawned on every system alike: a fork copies locks and
threads that it should not. They are started when they are first needed, and once for a build. The
first process works like the others. The order of results is that of the items, whoever made them.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Self, TypeVar

from citewell.cycles import look_seldom_for_cycles

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")
Function = Callable[[list[T]], list[R]]

# A process takes about as long to start as this many posts to be made.
_WORTH_A_PROCESS = 60
# One that runs already has to be sent what all items need.
_WORTH_A_RUNNING = 20
# So few at a time that all processes end at about one moment, so many that sending costs little.
_FEWEST, _MOST, _SHARES = 5, 12, 8
# Batches that another process has at a time, so that it need not wait while the first one works.
_AHEAD = 2


class Crew:
    """The processes of one build. `jobs` are how many at most, 0 for the number of cores."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs or _cores()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Begin; no process is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def map(
        self,
        begin: Callable[[], Function[T, R]],
        items: Iterable[T],
        count: int,
        *,
        batch: int = 0,
        worth: int = 0,
    ) -> Iterator[list[R]]:
        """Yield the results for batch after batch of `count` items, in their order.

        `begin` returns the function, once in each process: it holds what all items need. Items
        that take longer than a post come in a smaller `batch`, and fewer are `worth` a process.
        """
        workers = count_workers(count, self._jobs, _WORTH_A_RUNNING if self._pool else worth)
        batches = _cut(items, batch or max(_FEWEST, min(_MOST, count // (workers * _SHARES))))
        if workers == 1:
            yield from map(begin(), batches)
        else:
            yield from self._share(begin, batches, (workers - 1) * _AHEAD)

    def _share(
        self, begin: Callable[[], Function[T, R]], batches: Iterator[list[T]], most: int
    ) -> Iterator[list[R]]:
        """Work on batches along with the other processes, which have so many at most at a time."""
        import pickle  # noqa: PLC0415  few builds need it

        pool, sent = self._opened(), pickle.dumps(begin)

        def send(batch: list[T]) -> Future[list[R]]:
            return pool.submit(_work, sent, batch)

        line = deque(map(send, islice(batches, most)))
        work = begin()
        for batch in batches:
            is_room = sum(not future.done() for future in line) < most
            line.append(send(batch) if is_room else _done(work(batch)))
            while line and line[0].done():
                yield line.popleft().result()
        yield from (future.result() for future in line)

    def _opened(self) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  few builds need it
            from multiprocessing import get_context  # noqa: PLC0415  likewise

            spawning = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs - 1, spawning, initializer=_prepare)
        return self._pool


def count_workers(items: int, jobs: int, worth: int = 0) -> int:
    """Return how many processes pay for so many items, `jobs` at most.

    A process pays for `worth` items, or for as many posts as are usual.
    """
    return max(1, min(jobs, items // (worth or _WORTH_A_PROCESS)))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _cut(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _done(results: list[R]) -> Future[list[R]]:
    """Return what was made in this process in the form of what others make."""
    from concurrent.futures import Future  # noqa: PLC0415  few builds need it

    future: Future[list[R]] = Future()
    future.set_result(results)
    return future


def _prepare() -> None:
    import signal  # noqa: PLC0415  only these processes need it

    # Ctrl-C reaches every process of a terminal; the first alone answers, and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    look_seldom_for_cycles()


def _work(sent: bytes, batch: list[Any]) -> list[Any]:
    """Do one batch in a process of the crew."""
    return _begun(sent)(batch)


@lru_cache(maxsize=1)
def _begun(sent: bytes) -> Function[Any, Any]:
    """Return the function that was sent, begun once in this process."""
    import pickle  # noqa: PLC0415  likewise

    begin: Callable[[], Function[Any, Any]] = pickle.loads(sent)  # noqa: S301  by our own parent
    return begin()
