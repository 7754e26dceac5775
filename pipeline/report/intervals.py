"""How far a share can be trusted: the interval of Wilson (1927), which also holds for few cases."""

from math import sqrt

Z = 1.959964
"""The 97.5th percentile of the normal distribution: intervals of 95 %."""


def wilson(part: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, both ends from 0 to 1; for no cases it is all of that.

    Raises:
        ValueError: `part` is no number from 0 to `of`.
    """
    if not 0 <= part <= of:
        raise ValueError(f"{part} of {of} is no share")
    if of == 0:
        return 0.0, 1.0
    share = part / of
    middle = share + Z * Z / (2 * of)
    reach = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    scale = 1 + Z * Z / of
    # At the ends, rounding would leave the interval a hair off the share that it is of.
    low = 0.0 if part == 0 else (middle - reach) / scale
    high = 1.0 if part == of else (middle + reach) / scale
    return low, high
