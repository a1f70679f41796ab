from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial

import pytest

from citewell import workers
from citewell.workers import Crew, count_workers

Numbers = Callable[[list[int]], list[int]]


def _doubled(items: Iterable[int]) -> list[int]:
    return [item * 2 for item in items]


def _processes(items: Iterable[int]) -> list[int]:
    return [os.getpid() for _ in items]


def _failing(items: Iterable[int]) -> list[int]:
    raise LookupError(f"{len(list(items))} items")


def _begin(function: Numbers) -> Numbers:
    return function


def _map(function: Numbers, items: list[int], jobs: int, batch: int = 0) -> list[list[int]]:
    with Crew(jobs) as crew:
        return list(crew.map(partial(_begin, function), iter(items), len(items), batch=batch))


@pytest.mark.parametrize(
    ("items", "jobs", "count"),
    [(0, 2, 1), (1, 8, 1), (59, 8, 1), (119, 8, 1), (120, 8, 2), (6000, 8, 8), (6000, 1, 1)],
)
def test_processes_are_started_where_they_pay(items: int, jobs: int, count: int) -> None:
    assert count_workers(items, jobs) == count


def test_few_items_that_take_long_pay_for_a_process() -> None:
    assert count_workers(6, 8, worth=3) == 2


def test_there_are_as_many_processes_as_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)

    assert workers._cores() == 3


def test_a_system_that_knows_only_its_cores_is_asked_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)

    assert workers._cores() == 1


def test_results_come_in_batches_in_the_order_of_the_items() -> None:
    batches = _map(_doubled, list(range(100)), 1)

    assert [len(batch) for batch in batches] == [12] * 8 + [4]
    assert [result for batch in batches for result in batch] == list(range(0, 200, 2))


def test_items_that_take_long_come_in_small_batches() -> None:
    assert [len(batch) for batch in _map(_doubled, list(range(5)), 1, batch=2)] == [2, 2, 1]


def test_nothing_to_do_is_no_batch() -> None:
    assert _map(_doubled, [], 2) == []


def test_few_items_stay_in_this_process() -> None:
    assert _map(_processes, [1, 2], 2) == [[os.getpid(), os.getpid()]]


def test_an_error_comes_through() -> None:
    with pytest.raises(LookupError, match="2 items"):
        _map(_failing, [1, 2], 1)


@pytest.fixture
def _eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make two items worth two processes."""
    monkeypatch.setattr(workers, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(workers, "_WORTH_A_RUNNING", 1)


@pytest.mark.usefixtures("_eager")
def test_other_processes_keep_the_order() -> None:
    made = _map(_doubled, list(range(20)), 2, batch=1)

    assert made == [[item * 2] for item in range(20)]


@pytest.mark.usefixtures("_eager")
def test_the_first_process_works_like_the_others() -> None:
    made = [process for (process,) in _map(_processes, list(range(20)), 2, batch=1)]

    assert made[0] != os.getpid()
    assert os.getpid() in made
    assert len({*made}) == 2


@pytest.mark.usefixtures("_eager")
def test_an_error_of_another_process_comes_through() -> None:
    with pytest.raises(LookupError, match="1 items"):
        _map(_failing, [1, 2, 3, 4], 2, batch=1)


@pytest.mark.usefixtures("_eager")
def test_one_crew_does_one_work_after_another() -> None:
    with Crew(2) as crew:
        first = list(crew.map(partial(_begin, _processes), [1, 2, 3, 4], 4, batch=1))
        second = list(crew.map(partial(_begin, _processes), [1, 2, 3, 4], 4, batch=1))

    assert second[0] == first[0]
    assert {*map(tuple, second)} <= {*map(tuple, first), (os.getpid(),)}
