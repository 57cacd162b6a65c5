"""The log of the door as the office keeps it: findings, months, signatures, who is inside."""
