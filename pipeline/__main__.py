"""`python -m pipeline` is the command `imr`."""

from pipeline.cli import main

main()
