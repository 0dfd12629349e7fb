"""What other tools read: findings for a pull request, spans for annotators, contacts for phones."""
