"""How the kernels of the ladder are compiled.

- ``kernel`` is for functions that Python calls;
- ``inner`` is for those that only other kernels call: without the wrappers that unpack Python's arguments, which take longer
  to compile than most functions themselves;
- ``fused`` is ``inner`` with multiplication and addition in one rounding, which no result here depends on.

All release the interpreter's lock and are cached on disk. Division follows NumPy (no exception), or no loop with a division would
become vector instructions. A cached kernel does not notice when a function it calls changes: delete the ``.nbi`` files after
an edit.
"""

from __future__ import annotations

from typing import Any

from numba import njit, types
from numba.extending import intrinsic

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


@intrinsic
def out_of_line(_context: Any) -> Any:
    """Keep the function that calls this out of line.

    The compiler would otherwise copy a large function into every caller and caller's caller, and compile each copy again.
    """

    def generate(context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), generate


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
