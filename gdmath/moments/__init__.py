"""What mini-batch descent does on average, exactly, in fractions."""

from gdmath.moments.sampled import Moments, SampledDescent
from gdmath.moments.samples import Samples

__all__ = ["Moments", "SampledDescent", "Samples"]
