"""The Jacobian of a small tanh network at one point and its rank, called again and again.

Options: widths. Results: the Jacobian, its singular values, its rank.
"""

import numpy

from . import accelerated, networks
from .jacobian import rank
from .work import Work


def inputs(options):
    """The network and the point."""
    widths = options["widths"]
    return networks.network(widths) | {"point": networks.points(1, widths[0])[0]}


def numpy_by_hand(arrays, options):
    """The chain rule written out for two layers."""
    x = arrays["point"]
    (first, bias), (second, _) = networks.layers(arrays)

    def evidence():
        value = numpy.tanh(first @ x + bias)
        jacobian = second @ ((1 - value * value)[:, None] * first)
        return jacobian, *rank(jacobian)

    return Work.repeating(dict(zip(("jacobian", "values", "rank"), evidence())), evidence)


def jax_jit(arrays, options):
    """One compiled function of the weights and the point."""
    jax, np = accelerated.jax()
    x = jax.device_put(arrays["point"])
    parameters = jax.device_put(networks.layers(arrays))

    @jax.jit
    def evidence(parameters, x):
        jacobian = jax.jacfwd(lambda x: accelerated.jax_forward(np, parameters, x))(x)
        return jacobian, *accelerated.jax_rank(np, jacobian)

    return Work.repeating(
        dict(zip(("jacobian", "values", "rank"), evidence(parameters, x))),
        lambda: jax.block_until_ready(evidence(parameters, x)))


PEERS = {"jax": jax_jit, "numpy": numpy_by_hand}
