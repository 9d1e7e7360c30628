"""What plots have in common: axes that bend, the sheet around them, lines, labels, places."""
