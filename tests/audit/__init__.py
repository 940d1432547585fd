"""The audit of the rule set: what the vectors hold in place, what follows from what, and whether released is frozen."""
