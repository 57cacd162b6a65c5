"""Every page of the administrator's and tata usaha's, and its lines in the menu."""

from typing import Final

from admin.administration import (
    accounts,
    calendar,
    erasures,
    mutations,
    posts,
    premises,
    settings,
    sop,
)
from admin.administration.drawing import dated

PAGES: Final = (
    accounts.bp, posts.bp, premises.bp, calendar.bp, settings.bp, sop.bp, mutations.bp, erasures.bp,
)  # fmt: skip
accounts.bp.add_app_template_filter(dated)
