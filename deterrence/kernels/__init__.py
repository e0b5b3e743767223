"""Array functions compiled by numba, and nothing else; ``warm_up`` compiles them once."""

from __future__ import annotations


def warm_up() -> list[str]:
    """Compile every kernel on a tiny input and return their names.

    The compiled code is cached on disk, so that only the first call on a machine takes seconds.
    """
    import numpy as np

    from deterrence.kernels.ladder.warming import warm_up_ladder
    from deterrence.kernels.matrix_games import bimatrix_equilibria

    for size in (2, 3):
        bimatrix_equilibria(np.zeros((1, 2, size, size)))
    return ["bimatrix_equilibria", *warm_up_ladder()]
