"""What goes out: records, tables, package, schemas, each checked before it is published."""
