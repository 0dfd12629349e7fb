"""What each verb of the command does, without the command line: one module a verb."""
