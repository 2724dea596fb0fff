"""A backup: what stands in its one file, how each database goes into it and comes out again, and how long it is kept."""
