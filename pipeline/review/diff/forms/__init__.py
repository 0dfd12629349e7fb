"""Changes as people and programs read them: lines of text, Markdown, JSON, one line."""
