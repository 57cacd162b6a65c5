"""Every page of the desk."""

from typing import Final

from admin.desk import life, taps

PAGES: Final = (life.bp, taps.bp)
