"""The simulator: a rule book over a town of bills, real or made from real ones.

`run` plays a `Town` under a book of any program, with the very rules that settle. `FUTURES` make
other towns of it, `with_actors` puts people in it who play the rules, `summarise` says what came of
it for whom, the last to join first, and `findings_of` what of that the gate has to know.
"""

from models.simulation.actors import with_actors
from models.simulation.engine import run
from models.simulation.findings import findings_of
from models.simulation.futures import FUTURES
from models.simulation.run import Month, Run
from models.simulation.summary import Summary, summarise
from models.simulation.town import Town, TownBill

__all__ = [
    "FUTURES",
    "Month",
    "Run",
    "Summary",
    "Town",
    "TownBill",
    "findings_of",
    "run",
    "summarise",
    "with_actors",
]
