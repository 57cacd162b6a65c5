"""The access review on pages: the list, each row with its evidence, the result."""
