"""Read published files of every supported kind into paragraphs and tables, in reading order."""
