"""Ranks of Jacobians at a million points in JAX, for the memory it takes: a whole program."""

import jax
import jax.numpy as np

jax.config.update("jax_enable_x64", True)

from peers import accelerated, networks  # noqa: E402

parameters = jax.device_put(networks.layers(networks.network([2, 64, 64, 3])))
points = jax.device_put(networks.points(1_000_000, 2))
jacobians = jax.vmap(
    jax.jacfwd(lambda p, x: accelerated.jax_forward(np, p, x), argnums=1), (None, 0))
ranks = jax.jit(lambda p, x: accelerated.jax_rank(np, jacobians(p, x))[1])(parameters, points)
print(int(ranks.min()))
