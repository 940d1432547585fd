"""Error localisation: find the minimal sets of cells whose change satisfies all relations (docs/repairs.md)."""
