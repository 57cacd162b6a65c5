"""The invented office: what a demonstration and tests start from, and nothing else may."""
