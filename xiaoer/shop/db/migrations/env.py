"""Alembic's entry: runs the migrations against the URL of the configuration."""

import sqlalchemy as sa
from alembic import context

from xiaoer.shop.db.schema import metadata

engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url"), future=True)
with engine.begin() as connection:
    if connection.dialect.name == "postgresql":
        # Two processes that start together must not both create the tables.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(7210001)"))
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True
    )
    context.run_migrations()
engine.dispose()
