"""What other tools read of a release, read back by their rules."""
