"""Cells and relations of one or several reports -> outcomes -> findings."""
