"""Alembic's entry: runs the changes on the connection that `upgrade` was given."""

from collections.abc import Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import Script


def say(
    ctx: MigrationContext,  # noqa: ARG001 - Alembic passes all four by name
    step: MigrationInfo,
    heads: Collection[Any],  # noqa: ARG001
    run_args: Mapping[str, Any],  # noqa: ARG001
) -> None:
    """Tell the caller which change was just made."""
    if isinstance(step.up_revision, Script):
        context.config.attributes["progress"](step.up_revision.doc)


context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,
    on_version_apply=say,
)
with context.begin_transaction():
    context.run_migrations()
