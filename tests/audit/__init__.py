"""The audit of the rule set: which mistakes the vectors notice, what the relations imply, and what is frozen."""
