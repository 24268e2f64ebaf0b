"""JAX and torch, set up for float64 on the processor; imported only by workers that use them."""


def jax():
    """The modules jax and jax.numpy in double precision."""
    import jax
    import jax.numpy

    jax.config.update("jax_enable_x64", True)
    return jax, jax.numpy


def jax_forward(np, parameters, x):
    """The value at x of a network of tanh layers with a last affine one."""
    for weight, bias in parameters[:-1]:
        x = np.tanh(weight @ x + bias)
    weight, bias = parameters[-1]
    return weight @ x + bias


def jax_rank(np, jacobians):
    """Singular values and ranks by the tolerance of mfl: greatest * max(m, n) * epsilon."""
    values = np.linalg.svd(jacobians, compute_uv=False)
    tolerance = values[..., :1] * max(jacobians.shape[-2:]) * np.finfo(values.dtype).eps
    return values, (values > tolerance).sum(axis=-1)


def torch():
    """The module torch in double precision, with as many threads as it may use processors."""
    import os

    import torch

    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    return torch
