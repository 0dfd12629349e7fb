"""What changed between two releases, in the words of a reviewer.

`compare` finds the changes; `pairing` says how old and new things are held together.
"""

from pipeline.review.diff.compare import compare

__all__ = ["compare"]
