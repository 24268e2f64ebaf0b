"""The Jacobian and rank, at one point, of an expression that was never seen before.

Every call has weights, a function and a factor of its own, so that no cache can answer; tracing,
differentiating and, where the peer compiles, compiling are part of the work. What the library
itself keeps warm between different functions stays warm.

Options: widths of two layers. Results: of the first expression.
"""

import itertools

import numpy

from . import accelerated, networks
from .work import Work, now

# The weights come round again after as many calls; the factor never does.
NETWORKS = 64


def inputs(options):
    """The weights of several networks, stacked, and the point."""
    generator = numpy.random.default_rng(networks.SEED)
    several = [networks.network(options["widths"], generator) for _ in range(NETWORKS)]
    arrays = {name: numpy.stack([one[name] for one in several]) for name in several[0]}
    return arrays | {"point": networks.points(1, options["widths"][0])[0]}


def factor(index):
    """The factor of the expression with an index: 1, 1.001, 1.002, ..."""
    return 1 + index / 1000


def jax_fresh(arrays, compile_):
    """The work with a function that compiles, or that does nothing."""
    jax, np = accelerated.jax()
    x = jax.device_put(arrays["point"])
    several = [
        jax.device_put([(weight[index], bias[index]) for weight, bias in networks.layers(arrays)])
        for index in range(NETWORKS)]
    indices = itertools.count()

    def evidence(index):
        parameters, scale = several[index % NETWORKS], factor(index)

        def function(x):
            return scale * accelerated.jax_forward(np, parameters, x)

        def ranked(x):
            jacobian = jax.jacfwd(function)(x)
            return jacobian, *accelerated.jax_rank(np, jacobian)

        return jax.block_until_ready(compile_(jax, ranked)(x))

    def batch(count):
        start = now()
        for _ in range(count):
            evidence(next(indices))
        return now() - start

    return Work(dict(zip(("jacobian", "values", "rank"), evidence(next(indices)))), batch)


def jax_jit(arrays, options):
    """A new function, compiled."""
    return jax_fresh(arrays, lambda jax, function: jax.jit(function))


def jax_eager(arrays, options):
    """A new function, run operation by operation."""
    return jax_fresh(arrays, lambda jax, function: function)


PEERS = {"jax": jax_jit, "jax-eager": jax_eager}
