"""A piece of work that can be repeated, and how it is timed."""

import os
import time

# The clock that `run` chose for both sides.
now = time.process_time if "BENCHMARK_CLOCK" in os.environ else time.perf_counter

# A batch lasts at least this long, so that reading the clock costs nothing.
SHORTEST_BATCH = 0.02


class Work:
    """What one side does in one row.

    `results` are the arrays by which the sides are compared. `batch(n)` does the work n times and
    answers the seconds it took. `label` says which variant was chosen, where there is a choice.
    """

    def __init__(self, results, batch, label=""):
        self.results = results
        self.batch = batch
        self.label = label

    @staticmethod
    def repeating(results, call, label=""):
        """Work that is one call, which must not return before it is done."""

        def batch(count):
            start = now()
            for _ in range(count):
                call()
            return now() - start

        return Work(results, batch, label)

    def median(self, budget):
        """The median over batches of the seconds one piece takes, after a batch to warm up."""
        count = 1
        while (elapsed := self.batch(count)) < SHORTEST_BATCH:
            count = max(2 * count, int(count * SHORTEST_BATCH / max(elapsed, 1e-9)))
        times = []
        end = now() + budget
        while not times or now() < end:
            times.append(self.batch(count) / count)
        return sorted(times)[len(times) // 2]


def fastest(variants):
    """The variant of the least time, in three rounds in which each is measured for a moment.

    The least of several times is hardly ever wrong about which is faster, unlike one median on a
    busy machine.
    """
    times = [[work.median(0.2) for work in variants] for _ in range(3)]
    least = [min(column) for column in zip(*times)]
    return variants[least.index(min(least))]
