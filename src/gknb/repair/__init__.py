"""Error localisation: the minimal sets of cells whose change makes a report add up again (docs/repairs.md)."""
