"""Every page of the desk."""

from typing import Final

from admin.desk import life, offers, stock, taps, visits

PAGES: Final = (life.bp, taps.bp, offers.bp, stock.bp, visits.bp)
