"""What an operator needs of a run that nobody watches: one at a time, logs, signs of life."""
