"""Alembic's entry: runs on the connection that `node.storage.migrating` hands over."""

from alembic import context

from node.storage.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
    compare_type=True,
)
context.run_migrations()
