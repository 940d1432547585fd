"""What stands on the pages of a published file, whatever kind of file it is: paragraphs and tables, in reading order."""
