"""The product of a Hessian and a vector: of the mean cross-entropy, with respect to all weights.

Options: widths, points. Results: the loss's gradient and H v, as flat vectors: for each layer the
weight row by row, then the bias.
"""

import numpy

from . import accelerated, networks
from .work import Work, fastest


def inputs(options):
    """The network, the points, their classes (a 1 in a row of zeros), and the vector."""
    widths, count = options["widths"], options["points"]
    generator = numpy.random.default_rng(networks.SEED + 2)
    classes = numpy.eye(widths[-1])[generator.integers(widths[-1], size=count)]
    size = sum((source + 1) * target for source, target in zip(widths, widths[1:]))
    arrays = networks.network(widths)
    flat = numpy.concatenate([part.ravel() for pair in networks.layers(arrays) for part in pair])
    return {
        "widths": arrays["widths"], "weights": flat, "vector": generator.normal(size=size),
        "classes": classes, "points": networks.points(count, widths[0])}


def unpacked(flat, widths):
    """The pairs (weight, bias) of a flat vector."""
    pairs, start = [], 0
    for source, target in zip(widths, widths[1:]):
        end = start + source * target
        pairs.append((flat[start:end].reshape(target, source), flat[end:end + target]))
        start = end + target
    return pairs


def jax_jit(arrays, options):
    """jvp of the gradient and gradient of the jvp, the faster of the two, compiled."""
    jax, np = accelerated.jax()
    x, classes = jax.device_put(arrays["points"]), jax.device_put(arrays["classes"])
    weights, vector = (
        jax.device_put(unpacked(arrays[name], options["widths"])) for name in ("weights", "vector"))

    def loss(parameters, x, classes):
        for weight, bias in parameters[:-1]:
            x = np.tanh(x @ weight.T + bias)
        weight, bias = parameters[-1]
        scores = x @ weight.T + bias
        return np.mean(jax.nn.logsumexp(scores, axis=1) - np.sum(scores * classes, axis=1))

    def forward_over_reverse(p, v, x, classes):
        return jax.jvp(lambda q: jax.grad(loss)(q, x, classes), (p,), (v,))[1]

    def reverse_over_forward(p, v, x, classes):
        return jax.grad(lambda q: jax.jvp(lambda r: loss(r, x, classes), (q,), (v,))[1])(p)

    def flat(pairs):
        return numpy.concatenate([numpy.ravel(part) for pair in pairs for part in pair])

    def work(name, product):
        product = jax.jit(product)
        results = {
            "gradient": flat(jax.grad(loss)(weights, x, classes)),
            "product": flat(product(weights, vector, x, classes))}
        return Work.repeating(
            results, lambda: jax.block_until_ready(product(weights, vector, x, classes)), name)

    return fastest([
        work("jvp of grad", forward_over_reverse), work("grad of jvp", reverse_over_forward)])


def torch_func(arrays, options):
    """torch.func: jvp of grad."""
    torch = accelerated.torch()
    x, classes = torch.from_numpy(arrays["points"]), torch.from_numpy(arrays["classes"])
    weights, vector = (
        [part for pair in unpacked(torch.from_numpy(arrays[name]), options["widths"])
         for part in pair]
        for name in ("weights", "vector"))

    def loss(*parts):
        value, pairs = x, list(zip(parts[::2], parts[1::2]))
        for weight, bias in pairs[:-1]:
            value = torch.tanh(value @ weight.T + bias)
        weight, bias = pairs[-1]
        scores = value @ weight.T + bias
        return (torch.logsumexp(scores, dim=1) - (scores * classes).sum(dim=1)).mean()

    gradient = torch.func.grad(loss, argnums=tuple(range(len(weights))))

    def product():
        return torch.func.jvp(gradient, tuple(weights), tuple(vector))[1]

    def flat(parts):
        return torch.cat([part.reshape(-1) for part in parts]).numpy()

    results = {"gradient": flat(gradient(*weights)), "product": flat(product())}
    return Work.repeating(results, product)


PEERS = {"jax": jax_jit, "torch": torch_func}
