"""Runs that read only what has changed, against runs from nothing."""
