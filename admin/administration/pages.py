"""Every page of the administrator's and tata usaha's, and its lines in the menu."""

from typing import Final

from admin.administration import accounts, posts
from admin.administration.drawing import dated

PAGES: Final = (accounts.bp, posts.bp)
accounts.bp.add_app_template_filter(dated)
