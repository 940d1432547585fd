"""What stands on the pages of a published file, of whatever kind: paragraphs and tables, in reading order."""
