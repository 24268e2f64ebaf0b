"""One row: both sides prepared, compared, then measured in turn."""

import importlib
import os
import statistics

import numpy

from . import comparison, contestants


class Line:
    """What one peer and mfl needed in one row, and whether the goal is met."""

    def __init__(self, row, peer, label="", theirs=None, ours=None, remark=""):
        self.row, self.peer, self.label, self.remark = row, peer, label, remark
        self.goal = row.goals[peer]
        self.theirs = statistics.median(theirs) if theirs else None
        self.ours = statistics.median(ours) if ours else None
        self.ratios = sorted(a / b for a, b in zip(theirs, ours)) if theirs and ours else []
        self.ratio = self.theirs / self.ours if self.ratios else None

    def record(self):
        """The numbers, for a file."""
        return {
            "row": self.row.name, "peer": self.peer, "label": self.label, "unit": self.row.unit,
            "peer_median": self.theirs, "mfl_median": self.ours, "ratio": self.ratio,
            "ratios": self.ratios, "goal": str(self.goal or ""), "verdict": self.verdict}

    @property
    def verdict(self):
        """`met` or `not met`, nothing where there is no goal, or why there is no number."""
        if self.ratio is None:
            return self.remark
        if self.goal is None:
            return ""
        return "met" if self.goal.is_met(self.ratio, self.ours) else "not met"


def race(row, setting, peers, rounds, seconds, folder):
    """The lines of a row: one per peer."""
    write_inputs(row, folder)
    field = Field(row, folder)
    try:
        field.enter("mfl", lambda: row.mfl_side(setting))
        for peer in peers:
            field.enter(peer, lambda: row.peer(setting, peer))
        for _ in range(rounds):
            # The peers first, then mfl, round after round.
            for name in [*peers, "mfl"]:
                field.measure(name, seconds)
        return [field.line(peer) for peer in peers]
    finally:
        field.close()


class Field:
    """Everyone in one row, with what was measured of them, or why they dropped out."""

    def __init__(self, row, folder):
        self.row, self.folder = row, folder
        self.entrants, self.labels, self.times, self.failures = {}, {}, {}, {}

    def enter(self, name, make):
        """Lets someone compute once, and compares what they found with what mfl found."""
        if "mfl" in self.failures:
            return
        try:
            self.entrants[name] = make()
            self.labels[name] = self.entrants[name].prepare(self.folder)
            if name != "mfl" and self.row.module:
                differing = comparison.disagreements(self.folder, name)
                if differing:
                    raise contestants.Failed("results differ: " + ", ".join(differing))
            self.times[name] = []
        except contestants.Failed as failure:
            self.drop(name, failure)

    def measure(self, name, seconds):
        """Measures someone once, who is still there."""
        if name in self.times and "mfl" in self.times:
            try:
                self.times[name].append(self.entrants[name].measure(seconds))
            except contestants.Failed as failure:
                self.drop(name, failure)

    def drop(self, name, failure):
        """Remembers why someone cannot go on."""
        self.failures[name] = str(failure)
        self.times.pop(name, None)

    def line(self, peer):
        """What came of one peer."""
        if peer in self.times and "mfl" in self.times:
            return Line(self.row, peer, self.labels[peer], self.times[peer], self.times["mfl"])
        if "mfl" in self.failures:
            return Line(self.row, peer, remark="mfl: " + self.failures["mfl"])
        return Line(self.row, peer, remark=self.failures[peer])

    def close(self):
        """Lets all processes end."""
        for entrant in self.entrants.values():
            entrant.close()


def write_inputs(row, folder):
    """The arrays both sides read, made by the row's module."""
    for name in ("inputs", "mfl"):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    if row.module is None:
        return
    module = importlib.import_module(f"peers.{row.module}")
    for name, array in module.inputs(row.options).items():
        numpy.save(os.path.join(folder, "inputs", name + ".npy"), array)
