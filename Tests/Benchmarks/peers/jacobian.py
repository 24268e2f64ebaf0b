"""Jacobians of a tanh network at many points, their singular values and ranks.

Options: widths, points. Results: the Jacobians at the first points, all singular values, all ranks.
"""

import numpy

from . import accelerated, networks
from .work import Work, fastest

# As many Jacobians are compared, so that the files stay small.
COMPARED = 50


def inputs(options):
    """The network and the points."""
    widths = options["widths"]
    return networks.network(widths) | {"points": networks.points(options["points"], widths[0])}


def rank(jacobians):
    """Singular values and ranks in numpy."""
    values = numpy.linalg.svd(jacobians, compute_uv=False)
    tolerance = values[..., :1] * max(jacobians.shape[-2:]) * numpy.finfo(float).eps
    return values, (values > tolerance).sum(axis=-1)


def numpy_by_hand(arrays, options):
    """The chain rule written out as products of stacks of matrices, the cheaper way round."""
    return fastest(chain_rules(arrays, lambda jacobians: jacobians))


def numpy_transposed(arrays, options):
    """The same, with the transposes decomposed, which LAPACK does faster for wide matrices."""
    return fastest(chain_rules(arrays, lambda jacobians: jacobians.swapaxes(1, 2)))


def chain_rules(arrays, arranged):
    """The works from the inputs on and from the outputs back."""
    x = arrays["points"]
    parameters = networks.layers(arrays)

    def slopes():
        value, all_slopes = x, []
        for weight, bias in parameters[:-1]:
            value = numpy.tanh(value @ weight.T + bias)
            all_slopes.append(1 - value * value)
        return all_slopes

    def forward():
        """From the inputs on: columns are moved through the layers, all points in one product."""
        (weight, _), *rest = parameters
        jacobians = numpy.broadcast_to(weight, (len(x), *weight.shape))
        for slope, (weight, _) in zip(slopes(), rest):
            jacobians = weight @ (slope[:, :, None] * jacobians)
        return jacobians

    def backward():
        """From the outputs back: rows are moved through the layers, all points in one product."""
        *rest, (weight, _) = parameters
        jacobians = numpy.broadcast_to(weight, (len(x), *weight.shape))
        for slope, (weight, _) in zip(reversed(slopes()), reversed(rest)):
            moved = jacobians * slope[:, None, :]
            count, rows, columns = moved.shape
            jacobians = (moved.reshape(-1, columns) @ weight).reshape(count, rows, -1)
        return jacobians

    def work(jacobian):
        jacobians = jacobian()
        values, ranks = rank(arranged(jacobians))
        results = {"jacobian": jacobians[:COMPARED], "values": values, "rank": ranks}
        return Work.repeating(results, lambda: rank(arranged(jacobian())), jacobian.__name__)

    return [work(forward), work(backward)]


def jax_jit(arrays, options):
    """vmap of jacfwd and of jacrev, the faster of the two, compiled with the decomposition."""
    jax, np = accelerated.jax()
    x = jax.device_put(arrays["points"])
    parameters = jax.device_put(networks.layers(arrays))

    def work(name, transform):
        def single(parameters, x):
            return accelerated.jax_forward(np, parameters, x)

        jacobians = jax.vmap(transform(single, argnums=1), (None, 0))
        ranks = jax.jit(lambda p, x: accelerated.jax_rank(np, jacobians(p, x)))
        values, counts = ranks(parameters, x)
        results = {
            "jacobian": jax.jit(jacobians)(parameters, x[:COMPARED]), "values": values,
            "rank": counts}
        return Work.repeating(
            results, lambda: jax.block_until_ready(ranks(parameters, x)), name)

    return fastest([work("jacfwd", jax.jacfwd), work("jacrev", jax.jacrev)])


def torch_func(arrays, options):
    """vmap of torch.func's jacfwd and jacrev, the faster of the two."""
    torch = accelerated.torch()
    x = torch.from_numpy(arrays["points"])
    parameters = [tuple(map(torch.from_numpy, pair)) for pair in networks.layers(arrays)]

    def single(x):
        for weight, bias in parameters[:-1]:
            x = torch.tanh(weight @ x + bias)
        weight, bias = parameters[-1]
        return weight @ x + bias

    def work(name, transform):
        jacobians = torch.func.vmap(transform(single))

        def evidence():
            matrices = jacobians(x)
            values = torch.linalg.svdvals(matrices)
            epsilon = torch.finfo(values.dtype).eps
            bound = values[..., :1] * (max(matrices.shape[-2:]) * epsilon)
            return matrices, values, (values > bound).sum(dim=-1)

        matrices, values, ranks = evidence()
        results = {"jacobian": matrices[:COMPARED], "values": values, "rank": ranks}
        return Work.repeating(results, evidence, name)

    return fastest([work("jacfwd", torch.func.jacfwd), work("jacrev", torch.func.jacrev)])


PEERS = {
    "jax": jax_jit, "numpy": numpy_by_hand, "numpy-transposed": numpy_transposed,
    "torch": torch_func}
