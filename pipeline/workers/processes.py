"""How worker processes begin.

They are forked from a fork server, a process of its own that has everything loaded. A fork of the caller
could inherit a lock that one of its threads holds (the pool has threads, and so has Arrow); a spawned worker
loads for more than a second and shares no memory with the others.
"""

from functools import cache
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext

FORK_SERVER = "forkserver"


@cache
def context() -> BaseContext:
    """What begins the processes; where the platform has no fork, they load by themselves."""
    if FORK_SERVER not in get_all_start_methods():
        return get_context("spawn")
    chosen = get_context(FORK_SERVER)
    chosen.set_forkserver_preload(["pipeline.workers.preload"])
    return chosen
