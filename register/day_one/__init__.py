"""The first list: people who held cards before the procedure began."""
