"""Random numbers by key and counter, and the distributions drawn from them.

Draw number i of a stream is a function of (seed, replication, unit, type, purpose, i) and nothing
else: no state, no order, no thread. That is what common random numbers and chunks rest on.

The generator is two rounds of the SplitMix64 finaliser (Steele, Lea and Flood 2014; constants of
Stafford's mix 13), keyed before each round. The logarithm is the atanh series after reduction to
[sqrt(1/2), sqrt(2)], the exponential a degree-13 Taylor polynomial after reduction to |r| <=
ln(2)/2, the normal quantile Acklam's rational approximation (relative error below 1.2e-9). They are
written out so that the compiler can run them eight at a time.
"""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

import numpy as np
from numba import float64, int64, uint64

from kiem.engine.simulation.machine import bits_float, float_bits, fused, part

# Purposes: what a draw is for. Different purposes of one stream never share a number.
ARRIVAL, WORK, ROUTE, SICKNESS, LEAVE = 1, 2, 3, 4, 5

_GOLDEN = 0x9E3779B97F4A7C15


@part
def mix(word):
    """SplitMix64's finaliser: a bijection of 64 bits with full avalanche."""
    word = (word ^ (word >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> uint64(27))) * uint64(0x94D049BB133111EB)
    return word ^ (word >> uint64(31))


@part
def stream_key(seed, replication, row, column):
    """The key of one stream: a unit and case type, or a person and -1."""
    key = mix(uint64(seed) + uint64(_GOLDEN))
    key = mix(key ^ uint64(replication + 1))
    key = mix(key ^ uint64(row + 1))
    return mix(key ^ (uint64(column + 2) << uint64(40)))


@part
def purpose_key(key, purpose, half):
    """One of the two keys a purpose of a stream draws with."""
    return mix(key + uint64(2 * purpose + half) * uint64(_GOLDEN))


@part
def random_word(counter, key0, key1):
    """64 random bits: number `counter` of the stream with these two keys."""
    return mix(mix(uint64(counter) * uint64(_GOLDEN) + key0) + key1)


@part
def uniform(word):
    """A word as a number inside (0, 1): the middles of 2**52 equal cells, never 0 nor 1."""
    bits = int64((word >> uint64(12)) | uint64(0x3FF0000000000000))
    return bits_float(bits) - (1.0 - 2.0**-53)


@part
def visit_counter(number, visit):
    """Counter of a draw of case `number` on its visit number `visit` (from 0)."""
    return uint64(number) | (uint64(visit) << uint64(32))


@part
def natural_log(x):
    """ln(x) for a positive normal x; error below 2 units in the last place."""
    bits = float_bits(x)
    mantissa = bits_float((bits & int64(0x000FFFFFFFFFFFFF)) | int64(0x3FF0000000000000))
    exponent = bits_float((bits >> int64(52)) | int64(0x4330000000000000)) - (2.0**52 + 1023.0)
    upper = mantissa > 1.4142135623730951
    mantissa = mantissa * 0.5 if upper else mantissa
    exponent = exponent + 1.0 if upper else exponent
    s = (mantissa - 1.0) / (mantissa + 1.0)
    z = s * s
    p = fused(1 / 19.0, z, 1 / 17.0)
    p = fused(p, z, 1 / 15.0)
    p = fused(p, z, 1 / 13.0)
    p = fused(p, z, 1 / 11.0)
    p = fused(p, z, 1 / 9.0)
    p = fused(p, z, 1 / 7.0)
    p = fused(p, z, 1 / 5.0)
    p = fused(p, z, 1 / 3.0)
    twice = s + s
    return fused(exponent, 0.6931471805599453, fused(twice * z, p, twice))


@part
def exponential(x):
    """e**x for |x| < 700; error below 2 units in the last place."""
    shifted = fused(x, 1.4426950408889634, 6755399441055744.0)
    power = float_bits(shifted)
    whole = shifted - 6755399441055744.0
    r = fused(whole, -0.6931471803691238, x)
    r = fused(whole, -1.9082149292705877e-10, r)
    p = fused(1 / 6227020800.0, r, 1 / 479001600.0)
    p = fused(p, r, 1 / 39916800.0)
    p = fused(p, r, 1 / 3628800.0)
    p = fused(p, r, 1 / 362880.0)
    p = fused(p, r, 1 / 40320.0)
    p = fused(p, r, 1 / 5040.0)
    p = fused(p, r, 1 / 720.0)
    p = fused(p, r, 1 / 120.0)
    p = fused(p, r, 1 / 24.0)
    p = fused(p, r, 1 / 6.0)
    p = fused(p, r, 0.5)
    p = fused(p, r, 1.0)
    p = fused(p, r, 1.0)
    return bits_float(float_bits(p) + (power << int64(52)))


_CENTRAL = 0.47575  # |u - 1/2| up to which Acklam's central approximation holds


@part
def _normal_centre(q):
    r = q * q
    a = fused(-3.969683028665376e01, r, 2.209460984245205e02)
    a = fused(a, r, -2.759285104469687e02)
    a = fused(a, r, 1.383577518672690e02)
    a = fused(a, r, -3.066479806614716e01)
    a = fused(a, r, 2.506628277459239e00)
    b = fused(-5.447609879822406e01, r, 1.615858368580409e02)
    b = fused(b, r, -1.556989798598866e02)
    b = fused(b, r, 6.680131188771972e01)
    b = fused(b, r, -1.328068155288572e01)
    b = fused(b, r, 1.0)
    return a * q / b


@part
def _normal_tail(u):
    t = np.sqrt(-2.0 * natural_log(u if u < 0.5 else 1.0 - u))
    c = fused(-7.784894002430293e-03, t, -3.223964580411365e-01)
    c = fused(c, t, -2.400758277161838e00)
    c = fused(c, t, -2.549732539343734e00)
    c = fused(c, t, 4.374664141464968e00)
    c = fused(c, t, 2.938163982698783e00)
    d = fused(7.784695709041462e-03, t, 3.224671290700398e-01)
    d = fused(d, t, 2.445134137142996e00)
    d = fused(d, t, 3.754408661907416e00)
    d = fused(d, t, 1.0)
    return c / d if u < 0.5 else -c / d


@part
def normal_quantile(u):
    """The standard normal quantile of u in (0, 1)."""
    if abs(u - 0.5) <= _CENTRAL:
        return _normal_centre(u - 0.5)
    return _normal_tail(u)


@part
def fill_uniform(out, count, first, key0, key1):
    """out[:count] = the draws number `first` and on."""
    for i in range(count):
        out[i] = uniform(random_word(uint64(first + i), key0, key1))


@part
def fill_normal(out, uniforms, count):
    """out[:count] = normal quantiles of the uniforms, same bits as `normal_quantile`."""
    for i in range(count):
        out[i] = _normal_centre(uniforms[i] - 0.5)
    for i in range(count):  # the tails, 5 in 100, one by one
        if abs(uniforms[i] - 0.5) > _CENTRAL:
            out[i] = _normal_tail(uniforms[i])


@part
def gamma_variate(shape, counter, key0, key1):
    """A gamma variate of mean `shape` (Marsaglia and Tsang 2000), all inside one counter."""
    boosted = shape if shape >= 1.0 else shape + 1.0
    d = boosted - 1.0 / 3.0
    c = 1.0 / np.sqrt(9.0 * d)
    salt = key1
    value = 0.0
    while True:
        salt = mix(salt + uint64(_GOLDEN))
        x = normal_quantile(uniform(random_word(counter, key0, salt)))
        cube = 1.0 + c * x
        cube = cube * cube * cube
        salt = mix(salt + uint64(_GOLDEN))
        u = uniform(random_word(counter, key0, salt))
        if cube > 0.0 and natural_log(u) < 0.5 * x * x + d - d * cube + d * natural_log(cube):
            value = d * cube
            break
    if shape < 1.0:
        salt = mix(salt + uint64(_GOLDEN))
        u = uniform(random_word(counter, key0, salt))
        value *= exponential(natural_log(u) / shape)
    return value


@part
def draw_minutes(kind, a, b, values, first, count, counter, key0, key1):
    """One time in minutes. `kind` is a `DistributionKind`; a, b its parameters.

    Deterministic a; exponential mean a; lognormal exp(a + b z); gamma shape a, scale b; empirical
    values[first : first + count].
    """
    u = uniform(random_word(counter, key0, key1))
    if kind == 1:
        return -natural_log(u) * a
    if kind == 2:
        return exponential(fused(b, normal_quantile(u), a))
    if kind == 3:
        return gamma_variate(a, counter, key0, key1) * b
    if kind == 4:
        return values[first + int64(u * float64(count))]
    return a
