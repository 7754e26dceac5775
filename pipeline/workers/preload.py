"""Imported by the fork server as it begins: its forks, the workers, share in memory what is loaded here."""

import gc

from pipeline.workers.warm import warm_up

warm_up()
gc.freeze()  # a collection would write to every object, and so copy the shared memory
