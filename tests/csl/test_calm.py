from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from citewell.csl.calm import calm


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    was = gc.isenabled()
    yield
    (gc.enable if was else gc.disable)()


def test_the_collector_rests_and_goes_on() -> None:
    gc.enable()

    with calm():
        rested = not gc.isenabled()

    assert rested
    assert gc.isenabled()


def test_the_collector_goes_on_after_a_fault() -> None:
    gc.enable()

    with pytest.raises(ValueError, match="x"), calm():
        raise ValueError("x")

    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()

    with calm():
        pass

    assert not gc.isenabled()
