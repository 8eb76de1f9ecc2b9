"""Single machine instructions that numba has no name for, and how every kernel is compiled.

No `fastmath`: it lets the compiler choose between one rounding and two by what happens to be
vectorised, and then the same draw has different bits in two kernels. Where one rounding is wanted
it is asked for by name (`fused`).
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

_WORD = ir.IntType(64)
_DOUBLE = ir.DoubleType()


@intrinsic
def float_bits(typing_context: Any, value: Any) -> Any:
    """The bits of a float64 as int64."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], _WORD)

    return types.int64(types.float64), generate


@intrinsic
def bits_float(typing_context: Any, value: Any) -> Any:
    """The float64 with these bits."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], _DOUBLE)

    return types.float64(types.int64), generate


@intrinsic
def lowest_bit(typing_context: Any, value: Any) -> Any:
    """The number of the lowest set bit of a uint64 that is not 0."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(_WORD, [_WORD, ir.IntType(1)])
        function = builder.module.declare_intrinsic("llvm.cttz", [_WORD], kind)
        return builder.call(function, [arguments[0], ir.Constant(ir.IntType(1), 1)])

    return types.int64(types.uint64), generate


@intrinsic
def fused(typing_context: Any, x: Any, y: Any, z: Any) -> Any:
    """x * y + z with one rounding."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(_DOUBLE, [_DOUBLE] * 3)
        function = builder.module.declare_intrinsic("llvm.fma", [_DOUBLE], kind)
        return builder.call(function, arguments)

    return types.float64(types.float64, types.float64, types.float64), generate


# Nobody calls the inner functions from Python; without their wrappers compiling takes a third less.
_compile: Any = njit  # numba's type hints leave out the options used here
_INNER = {
    "error_model": "numpy",
    "nogil": True,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a function that may allocate arrays."""
    return _compile(**_INNER)(function)


def bare(function: Callable[..., Any]) -> Any:
    """Compile a function that only borrows its arrays: no allocation, no counting of references.

    Counting them, atomically, took half the time of the event loop.
    """
    return _compile(**_INNER, _nrt=False)(function)


def part(function: Callable[..., Any]) -> Any:
    """Compile a small bare function into each of its callers."""
    return _compile(**_INNER, _nrt=False, forceinline=True)(function)
