"""What `raw/` keeps; no other room knows its files."""
