"""How right the pipeline is on the gold pages: `python -m tests.scoring`, `make score`."""
