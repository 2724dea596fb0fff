"""Lists of prospects: their fields, how cells are read, and what becomes of each row."""
