"""What mini-batch descent does on average, exactly, in fractions."""

from gdmath.moments.expected import ExpectedRun, SampledRun
from gdmath.moments.sampled import Moments, SampledDescent
from gdmath.moments.samples import Samples

__all__ = ["ExpectedRun", "Moments", "SampledDescent", "SampledRun", "Samples"]
