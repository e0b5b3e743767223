"""How the kernels of the ladder are compiled.

- ``kernel`` is for functions that Python calls;
- ``inner`` is for those that only other kernels call: without the wrapper that unpacks Python's arguments, which
takes longer
  to compile than most functions themselves. Python must not call them;
- ``fused`` is ``inner`` with multiplication and addition in one rounding, which no result here depends on;
- ``pasted`` is copied into its caller. Numba compiles all that a function calls once more with it, so large
functions that
  call each other in a row would be compiled as often as the row is long.

All release the interpreter's lock and are cached on disk. Division follows NumPy (no exception), or no loop with a
division would become vector instructions. A cached kernel does not notice when a function it calls changes: delete
the ``.nbi`` files after an edit.
"""

from __future__ import annotations

from typing import Any

import numba

# Numba's types do not know these options.
njit: Any = numba.njit

kernel: Any = njit(nogil=True, cache=True, error_model="numpy", no_cfunc_wrapper=True)
inner: Any = njit(nogil=True, cache=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
pasted: Any = njit(nogil=True, error_model="numpy", inline="always")
fused: Any = njit(
    nogil=True,
    cache=True,
    error_model="numpy",
    no_cpython_wrapper=True,
    no_cfunc_wrapper=True,
    fastmath={"contract", "reassoc"},
)


@inner
def copy(source: Any, target: Any) -> None:
    """Copy a row; ``target[:] = source`` would compile the text of an error about shapes into every caller."""
    for s in range(len(source)):
        target[s] = source[s]


@inner
def fill(target: Any, value: float) -> None:
    """Fill a row with a number, for the same reason."""
    for s in range(len(target)):
        target[s] = value
