"""What was measured, as values and as JSON."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, NamedTuple

Measure = Literal["seconds", "cpu", "memory", "pages"]


class Sample(NamedTuple):
    """One build of one generator: its kind, what it cost, and how many pages there were then.

    `seconds` and `cpu` are in seconds, `memory` in bytes; 0 is unknown.
    """

    generator: str
    posts: int
    case: str
    seconds: float
    cpu: float
    memory: int
    pages: int


@dataclass(frozen=True, slots=True)
class Results:
    """All samples of a run; the day, the machine, and the versions by generator."""

    made: str
    machine: str
    versions: Mapping[str, str]
    samples: list[Sample]

    def median(self, measure: Measure, generator: str, posts: int, case: str) -> float | None:
        """Return the median of all samples of a case, or None where there is none."""
        wanted = (generator, posts, case)
        found = [getattr(sample, measure) for sample in self.samples if sample[:3] == wanted]
        return statistics.median(found) if found else None

    def generators(self) -> list[str]:
        """Return the names of the generators, in the order of their first samples."""
        return list(dict.fromkeys(sample.generator for sample in self.samples))

    def sizes(self) -> list[int]:
        """Return the numbers of posts, the smallest first."""
        return sorted({sample.posts for sample in self.samples})

    def cases(self) -> list[str]:
        """Return the kinds of builds, in the order in which they were measured."""
        return list(dict.fromkeys(sample.case for sample in self.samples))


def write_results(results: Results, path: Path) -> None:
    """Write results as JSON, a line for each sample."""
    samples = ",\n".join(json.dumps(_rounded(sample)) for sample in results.samples)
    head = json.dumps({**asdict(results), "samples": []}, indent=1)
    path.write_text(head.replace("[]", f"[\n{samples}\n]") + "\n", encoding="utf-8")


def _rounded(sample: Sample) -> Sample:
    return sample._replace(seconds=round(sample.seconds, 4), cpu=round(sample.cpu, 2))


def read_results(path: Path) -> Results:
    """Read results from JSON."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Results(**{**data, "samples": [Sample(*row) for row in data["samples"]]})
