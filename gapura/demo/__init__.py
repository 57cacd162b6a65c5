"""The demonstration: an invented office, a virtual door and the real daemon behind it."""
