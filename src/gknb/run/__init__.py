"""Any number of reports: found, checked in several processes, written in the order in which they were given."""
