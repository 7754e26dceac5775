"""A process that reads one letter in a worker, to be interrupted or killed: caller.py DEED FOLDER SECONDS."""

import sys
from pathlib import Path

from pipeline.workers import Limits, read_all
from tests.workers.readers import Letter, Noting

if __name__ == "__main__":
    deed, folder, seconds = sys.argv[1:]
    try:
        list(read_all([Letter(deed)], Noting(Path(folder)), 2, Limits(float(seconds))))
    except KeyboardInterrupt:
        print("interrupted")
