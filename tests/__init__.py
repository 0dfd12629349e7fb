"""The tests: specs and gold pages as data, suites of others, and what a reader learns from."""
