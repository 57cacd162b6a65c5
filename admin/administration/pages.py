"""Every page of the administrator's and tata usaha's, and its lines in the menu."""

from typing import Final

from admin.administration import accounts, posts

PAGES: Final = (accounts.bp, posts.bp)
