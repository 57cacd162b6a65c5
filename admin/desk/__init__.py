"""The operator's desk beyond the issue of a card: its life, the stock of blanks, visitors."""
