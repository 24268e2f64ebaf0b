"""Networks of tanh layers as inputs: the same weights for every side."""

import numpy as np

SEED = 20240607


def network(widths, generator=None):
    """Its widths, weights `[out, in]` and biases `[out]`: widths, weight0, bias0, weight1, ..."""
    generator = generator or np.random.default_rng(SEED)
    arrays = {"widths": np.array(widths, dtype=float)}
    for index, (source, target) in enumerate(zip(widths, widths[1:])):
        bound = (6 / (source + target)) ** 0.5
        arrays[f"weight{index}"] = generator.uniform(-bound, bound, (target, source))
        arrays[f"bias{index}"] = generator.uniform(-0.5, 0.5, target)
    return arrays


def points(count, dimension):
    """Points of the standard normal distribution, one per row."""
    return np.random.default_rng(SEED + 1).normal(size=(count, dimension))


def layers(arrays):
    """The pairs (weight, bias) of a network, in order."""
    count = sum(name.startswith("weight") for name in arrays)
    return [(arrays[f"weight{index}"], arrays[f"bias{index}"]) for index in range(count)]
