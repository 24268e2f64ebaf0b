"""The rows of the table: what is measured, against whom, and what mfl aims at.

To add a row for a new kind of work: write `peers/<module>.py` (see `peers/__init__.py`), a Swift
function in `Sources/Benchmark/Rows/` listed in `Rows.swift` under the same name, and a line here.
"""

import os

from . import contestants, environment


class Faster:
    """The goal of a ratio peer / mfl of at least a factor."""

    def __init__(self, factor):
        self.factor = factor

    def __str__(self):
        return f">= {self.factor:g}x"

    def is_met(self, ratio, _):
        return ratio >= self.factor


class AtMost:
    """The goal of a bound on mfl's own number, whatever the peers need."""

    def __init__(self, bound, text):
        self.bound, self.text = bound, text

    def __str__(self):
        return f"<= {self.text}"

    def is_met(self, _, value):
        return value <= self.bound


class Row:
    """Work for long-lived workers; `goals` has the peers in order, None where there is no goal."""

    unit = "s"

    def __init__(self, name, module, options, goals, mfl=None):
        self.name, self.module, self.options, self.goals = name, module, options, goals
        self.mfl = mfl or module

    def peer(self, setting, name):
        return contestants.python_worker(setting, self, name)

    def mfl_side(self, setting):
        return contestants.mfl_worker(setting, self)


class ProgramRow(Row):
    """A small program in several languages."""

    def __init__(self, name, program, goals):
        super().__init__(name, "programs", {"program": program}, goals, mfl=program)

    def peer(self, setting, name):
        if name != "lua":
            return super().peer(setting, name)
        if not environment.lua():
            raise contestants.Failed("lua is not installed (apt install lua5.4)")
        script = os.path.join(environment.HERE, "peers", "programs.lua")
        return contestants.Script(setting, [environment.lua(), script, self.options["program"]])


class StartUpRow(Row):
    """The time from start to end of `1+1`."""

    def __init__(self, name, goals):
        super().__init__(name, None, {}, goals)

    def peer(self, setting, name):
        if name == "python":
            return contestants.StartUp(setting, [environment.PYTHON, "-c", "print(1+1)"])
        if not environment.lua():
            raise contestants.Failed("lua is not installed (apt install lua5.4)")
        return contestants.StartUp(setting, [environment.lua(), "-e", "print(1+1)"])

    def mfl_side(self, setting):
        return contestants.StartUp(setting, [environment.RELEASE + "/mfl", "-e", "1+1"])


class PeakMemoryRow(Row):
    """The memory of the ranks of Jacobians at a million points, without the points."""

    unit = "B"
    POINTS = 1_000_000
    PROGRAM = (
        "net = affine(2, 64) |> tanh |> affine(64, 64) |> tanh |> affine(64, 3); "
        f"r = rank jacobian(net, random(R^2, {POINTS})); min r")

    def __init__(self, name, goals):
        super().__init__(name, None, {}, goals)

    def peer(self, setting, name):
        return contestants.PeakMemory(
            setting, [environment.PYTHON, "-m", "peers.peak_memory"], self.POINTS * 16)

    def mfl_side(self, setting):
        return contestants.PeakMemory(
            setting, [environment.RELEASE + "/mfl", "-e", self.PROGRAM], self.POINTS * 16)


def jacobians(widths, points, goals):
    """The row of one network."""
    name = "jacobian-" + "-".join(map(str, widths))
    return Row(name, "jacobian", {"widths": widths, "points": points}, goals)


SMALL = {"widths": [2, 8, 2]}
BIG = {"widths": [784, 256, 128, 10], "points": 1000}
OTHERS = {"numpy-transposed": None, "torch": None}

ROWS = [
    jacobians([2, 64, 64, 3], 10_000, {"jax": Faster(2), "numpy": None} | OTHERS),
    jacobians([50, 128, 128, 20], 2_000, {"numpy": Faster(2), "jax": None} | OTHERS),
    jacobians([784, 256, 64, 10], 500, {"numpy": Faster(1.5), "jax": None} | OTHERS),
    Row("one-point-cached", "one_point", SMALL, {"jax": Faster(3), "numpy": Faster(3)}),
    Row("one-point-cached-language", "one_point", SMALL,
        {"jax": Faster(3), "numpy": Faster(3)}, mfl="one_point_language"),
    Row("never-seen", "never_seen", SMALL, {"jax": Faster(100), "jax-eager": None}),
    Row("hvp-784-256-128-10", "hvp", BIG, {"jax": Faster(1), "torch": None}),
    PeakMemoryRow("peak-memory", {"jax": AtMost(200e6, "200 MB")}),
    ProgramRow("fib-27", "fib", {"python": Faster(1), "lua": Faster(0.5)}),
    ProgramRow("additions-10M", "additions", {"python": Faster(1), "lua": Faster(0.5)}),
    StartUpRow("start-up", {"python": AtMost(0.010, "10 ms"), "lua": None}),
]
