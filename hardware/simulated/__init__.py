"""Stand-ins for the wires: an emulated reader chip and mock pins. Product code: they run the demo."""
