from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from citewell import workers
from citewell.workers import count_workers, map_batches


def _doubled(items: Sequence[int]) -> list[int]:
    return [item * 2 for item in items]


def _processes(items: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in items]


def _failing(items: Sequence[int]) -> list[int]:
    raise LookupError(f"{len(items)} items")


@pytest.mark.parametrize(
    ("items", "jobs", "count"),
    [(0, 2, 1), (1, 8, 1), (59, 8, 1), (119, 8, 1), (120, 8, 2), (6000, 8, 8), (6000, 1, 1)],
)
def test_processes_are_started_where_they_pay(items: int, jobs: int, count: int) -> None:
    assert count_workers(items, jobs) == count


def test_there_are_as_many_processes_as_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)

    assert count_workers(10_000, 0) == 3


def test_a_system_that_knows_only_its_cores_is_asked_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)

    assert count_workers(10_000, 0) == 1


def test_results_come_in_batches_in_the_order_of_the_items() -> None:
    batches = list(map_batches(_doubled, range(100), 1))

    assert [len(batch) for batch in batches] == [40, 40, 20]
    assert [result for batch in batches for result in batch] == list(range(0, 200, 2))


def test_items_that_take_long_come_in_small_batches() -> None:
    batches = list(map_batches(_doubled, range(5), 1, batch=2))

    assert [len(batch) for batch in batches] == [2, 2, 1]


def test_few_items_that_take_long_pay_for_a_process() -> None:
    assert count_workers(6, 8, worth=3) == 2


def test_nothing_to_do_is_no_batch() -> None:
    assert list(map_batches(_doubled, [], 2)) == []


def test_few_items_stay_in_this_process() -> None:
    assert list(map_batches(_processes, [1, 2], 2)) == [[os.getpid(), os.getpid()]]


def test_an_error_comes_through() -> None:
    with pytest.raises(LookupError, match="2 items"):
        list(map_batches(_failing, [1, 2], 1))


@pytest.fixture
def _eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make two items worth two processes."""
    monkeypatch.setattr(workers, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(workers, "_BATCH", 1)


@pytest.mark.usefixtures("_eager")
def test_other_processes_keep_the_order() -> None:
    made = list(map_batches(divmod_batch, [5, 4, 3, 2], 2))

    assert [batch[0][0] for batch in made] == [5, 4, 3, 2]
    assert os.getpid() not in {batch[0][1] for batch in made}


def divmod_batch(items: Sequence[int]) -> list[tuple[int, int]]:
    return [(item, os.getpid()) for item in items]
