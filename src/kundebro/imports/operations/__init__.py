"""What a user does with lists: one module for each."""
