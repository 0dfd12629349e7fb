"""An embassy's site, played by a real server in a process of its own."""
