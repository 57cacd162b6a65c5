"""Stand-ins for the wires: an emulated reader chip and mock pins; product code, for the demo."""
