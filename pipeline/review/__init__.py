"""What reviewers look at: what changed between two releases, why a fact is what it is, the report.

Everything here reads what is published, beside the bytes that it was made from; nothing here
decides what a fact is.
"""
