"""Those who compete in a row: workers that stay, and programs that are run afresh.

Each has `prepare(folder)`, which computes once, writes results for comparison and answers a label,
and `measure(seconds)`, which answers one number: seconds, or bytes.
"""

import json
import os
import subprocess
import time

import numpy

from . import environment


class Failed(Exception):
    """A contestant could not take part; says why."""


class Setting:
    """The processors and environment variables all processes get.

    This process is pinned, and the others inherit that; it waits while they work.
    """

    def __init__(self, threads, clock):
        os.sched_setaffinity(0, environment.processors(threads))
        self.variables = environment.limited(threads, clock)
        self.clock = clock


class Worker:
    """A process that stays warm and is spoken to line by line; see `peers/__main__.py`."""

    def __init__(self, setting, words):
        self.process = subprocess.Popen(
            words, env=setting.variables, cwd=environment.HERE, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def ask(self, line):
        """The answer to a line."""
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        answer = self.process.stdout.readline().strip()
        if not answer or answer.startswith("failed"):
            self.process.stdin.close()
            last = self.process.stderr.read().strip().splitlines()[-1:]
            raise Failed(answer or (last[0] if last else "no answer"))
        return answer

    def prepare(self, folder):
        word, _, label = self.ask(f"prepare {folder}").partition(" ")
        if word != "ready":
            raise Failed(f"{word} {label}")
        return label

    def measure(self, seconds):
        answer = self.ask(f"measure {seconds}")
        try:
            return float(answer)
        except ValueError:
            raise Failed(answer) from None

    def close(self):
        """Lets the process end."""
        if not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait()


def python_worker(setting, row, peer):
    """A peer written in Python."""
    return Worker(
        setting,
        [environment.PYTHON, "-m", "peers", row.module, peer, json.dumps(row.options)])


def mfl_worker(setting, row):
    """mfl's side."""
    return Worker(setting, [os.path.join(environment.RELEASE, "Benchmark"), row.mfl])


class Program:
    """A command that is run afresh each time; what is measured is up to the subclass."""

    def __init__(self, setting, words):
        self.setting, self.words = setting, words

    def run(self):
        """The seconds a run takes, and the most memory it held, in bytes."""
        # The shortest way to start a process: nothing of it is Python's.
        sink = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
        start = time.perf_counter()
        process = os.posix_spawnp(
            self.words[0], self.words, self.setting.variables, file_actions=sink)
        _, status, usage = os.wait4(process, 0)
        elapsed = time.perf_counter() - start
        if self.setting.clock == "cpu":
            elapsed = usage.ru_utime + usage.ru_stime
        if status != 0:
            raise Failed(f"{' '.join(self.words[:2])} ended with status {status}")
        return elapsed, usage.ru_maxrss * 1024

    def prepare(self, folder):
        """Runs once, so that the files are in the system's cache."""
        self.run()
        return ""

    def close(self):
        """Nothing stays."""


class StartUp(Program):
    """The seconds from start to end."""

    def measure(self, seconds):
        times = []
        end = time.perf_counter() + seconds
        while not times or time.perf_counter() < end:
            times.append(self.run()[0])
        return sorted(times)[len(times) // 2]


class PeakMemory(Program):
    """The most bytes the process holds, without those of its data."""

    def __init__(self, setting, words, data):
        super().__init__(setting, words)
        self.data = data

    def prepare(self, folder):
        return ""

    def measure(self, seconds):
        return self.run()[1] - self.data


class Script(Program):
    """A script that prints a value and the seconds it took by its own clock."""

    def output(self):
        """The two numbers."""
        done = subprocess.run(
            self.words, env=self.setting.variables, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(done.stderr.strip())
        return [float(word) for word in done.stdout.split()]

    def prepare(self, folder):
        target = os.path.join(folder, "lua")
        os.makedirs(target, exist_ok=True)
        numpy.save(os.path.join(target, "value.npy"), numpy.array(self.output()[0]))
        return ""

    def measure(self, seconds):
        return self.output()[1]
