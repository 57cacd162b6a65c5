"""Columns that the file keeps sealed: SQLite opens them on the way out (register.seal_key)."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, LargeBinary, Text, func, literal_column
from sqlalchemy.types import TypeDecorator

from register.models.base import Record


class SealedText(TypeDecorator[str]):
    """A text, sealed under the key of one field."""

    impl = Text
    cache_ok = True

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def bind_expression(self, bindparam: BindParameter[str]) -> ColumnElement[str]:
        """Seal on the way in."""
        return func.seal_text(bindparam, _literal(self.field), type_=self)

    def column_expression(self, column: ColumnElement[str]) -> ColumnElement[str]:
        """Open on the way out."""
        return func.unseal_text(column, _literal(self.field), type_=self)


class SealedBytes(TypeDecorator[bytes]):
    """Bytes, sealed under the key of one field."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def bind_expression(self, bindparam: BindParameter[bytes]) -> ColumnElement[bytes]:
        """Seal on the way in."""
        return func.seal(bindparam, _literal(self.field), type_=self)

    def column_expression(self, column: ColumnElement[bytes]) -> ColumnElement[bytes]:
        """Open on the way out."""
        return func.unseal(column, _literal(self.field), type_=self)


class SealedAnswers(Record):
    """A form's answers, in which the identity numbers are sealed."""

    cache_ok = True

    def bind_expression(
        self, bindparam: BindParameter[dict[str, Any]]
    ) -> ColumnElement[dict[str, Any]]:
        """Seal on the way in."""
        return func.seal_answers(bindparam, type_=self)

    def column_expression(
        self, column: ColumnElement[dict[str, Any]]
    ) -> ColumnElement[dict[str, Any]]:
        """Open on the way out."""
        return func.unseal_answers(column, type_=self)


def _literal(field: str) -> ColumnElement[str]:
    return literal_column(f"'{field}'")
