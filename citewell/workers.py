"""Map a function over items, in several processes where that pays.

Knows nothing of what it maps. Processes are spawned on every system alike: a fork copies locks and
threads that it should not. The order of results is that of the items, whoever made them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

# A process takes about as long to start as this many posts to be made.
_WORTH_A_PROCESS = 60
_BATCH = 40


def count_workers(items: int, jobs: int, worth: int = 0) -> int:
    """Return how many processes pay for so many items; `jobs` 0 stands for the number of cores.

    A process pays for `worth` items, or for as many posts as are usual.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(jobs or cores or 1, items // (worth or _WORTH_A_PROCESS)))


def map_batches(
    function: Callable[[Sequence[T]], list[R]],
    items: Sequence[T],
    jobs: int,
    *,
    batch: int = 0,
    worth: int = 0,
) -> Iterator[list[R]]:
    """Yield the results of the function for batch after batch, in the order of the items.

    Items that take longer than a post come in a smaller `batch`, and fewer are `worth` a process.
    """
    size = batch or _BATCH
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    workers = count_workers(len(items), jobs, worth)
    if workers == 1:
        yield from map(function, batches)
        return
    import signal  # noqa: PLC0415  small sites never need it
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  likewise
    from multiprocessing import get_context  # noqa: PLC0415  likewise

    with ProcessPoolExecutor(
        workers,
        get_context("spawn"),
        # Ctrl-C reaches every process of a terminal; this one alone answers, and ends the others.
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    ) as pool:
        yield from pool.map(function, batches)
