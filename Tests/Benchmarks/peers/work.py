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
    """The variant of the least median time, each given a moment to show it."""
    return min(variants, key=lambda work: work.median(0.3))
