"""What decide() stands on: its terms, the checks of one person, and who goes in together (pure)."""
