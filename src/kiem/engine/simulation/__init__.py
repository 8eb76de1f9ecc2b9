"""Discrete-event simulation of units whose staff have two roles.

    from kiem.engine.simulation import simulate

Arrays and dataclasses in, arrays and dataclasses out; numba is imported when the first run starts.
"""

from kiem.engine.simulation.inputs import InvalidInputError, Model
from kiem.engine.simulation.results import Results, merge_results
from kiem.engine.simulation.run import SimulationStoppedError, check_inputs, simulate

__all__ = [
    "InvalidInputError",
    "Model",
    "Results",
    "SimulationStoppedError",
    "check_inputs",
    "merge_results",
    "simulate",
]
