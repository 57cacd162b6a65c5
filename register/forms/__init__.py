"""The SOP's forms: one field list each, and what may be answered (pure, standard library alone)."""
