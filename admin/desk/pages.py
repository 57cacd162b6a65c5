"""Every page of the desk."""

from typing import Final

from admin.desk import life, offers, own_data, stock, taps, visits

PAGES: Final = (life.bp, taps.bp, offers.bp, stock.bp, visits.bp, own_data.bp)
