"""A million amounts in cents, added to a million others."""

import numpy

ONE = numpy.arange(1_000_000, dtype=numpy.int64)
OTHER = ONE[::-1].copy()


def work() -> object:
    return numpy.add(ONE, OTHER)
