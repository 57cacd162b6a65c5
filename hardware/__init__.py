"""Wires only: readers, strike, inputs, indicators. Knows no people and no rules."""
