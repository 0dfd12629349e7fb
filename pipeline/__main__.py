"""`python -m pipeline` is the command `rectoverso`."""

from pipeline.cli import main

main()
