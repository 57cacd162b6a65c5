"""The access review (form 3), R1 to R7: snapshot, decisions with their evidence, consequences."""
