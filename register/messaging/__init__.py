"""What the office says to people, and how it leaves the house."""
