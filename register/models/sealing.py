"""What tells whether a key is this register's."""

from sqlalchemy.orm import Mapped, mapped_column

from register.models.base import STRICT, Base


class Sealing(Base):
    """A word sealed under the register's key; one row, never changed."""

    __tablename__ = "sealing"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    proof: Mapped[str]
