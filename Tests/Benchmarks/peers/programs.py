"""Small programs in other languages; options: program, one of the names below."""

import numpy

from .work import Work


def inputs(options):
    """Programs bring their own numbers."""
    return {}


def fib(n):
    """The Fibonacci number, by its definition."""
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def additions(n):
    """The sum of the numbers to n, one by one."""
    total = 0
    for k in range(1, n + 1):
        total = total + k
    return total


PROGRAMS = {"fib": lambda: fib(27), "additions": lambda: additions(10_000_000)}


def python(arrays, options):
    """CPython."""
    program = PROGRAMS[options["program"]]
    return Work.repeating({"value": numpy.array(float(program()))}, program)


PEERS = {"python": python}
