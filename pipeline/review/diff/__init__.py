"""What changed between two releases, in the words of a reviewer.

`review` is the flow: `compare` finds the changes (`pages`, `sections`, `facts`, `links`,
`findings`, `texts`, each by passes of `pairing`), `cause` says who did each, `tiers` how much
attention it asks for. `forms/` and `changelog` tell them; `replay` makes the release that the rules
of today would make.
"""

from pipeline.review.diff.compare import compare, compare_page

__all__ = ["compare", "compare_page"]
