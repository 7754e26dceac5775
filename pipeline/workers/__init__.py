"""Letters are read in worker processes, each letter within limits of time and of memory."""

from pipeline.workers.alone import WorkersError
from pipeline.workers.limits import Limits
from pipeline.workers.pool import Result, read_all
from pipeline.workers.spread import spread
from pipeline.workers.warm import warm_up

__all__ = ["Limits", "Result", "WorkersError", "read_all", "spread", "warm_up"]
