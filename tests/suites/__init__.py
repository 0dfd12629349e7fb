"""Public test suites, written by others, run against our extractors.

Nothing of them is committed: `python -m tests.suites DIR` reads what stands below DIR. Each
reader keeps the cases that are ours and counts why it dropped the others.
"""
