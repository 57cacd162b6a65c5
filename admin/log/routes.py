"""Everything of the log under one address: to import a module adds its pages."""

from typing import Final

from admin.log import export, heat, line, pages, person

MODULES: Final = (export, heat, line, pages, person)
bp = pages.bp
