"""The approved register: people, grants, cards, calendars and orders. SQLAlchemy lives here."""
