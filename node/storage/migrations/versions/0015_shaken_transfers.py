"""Transfers of which an achievement was revoked or corrected are marked: nobody looks through all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Whatever there is already is looked at once.
    op.add_column("transfer", sa.Column("is_shaken", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("transfer") as table:
        table.alter_column("is_shaken", server_default=sa.false())
    op.create_index("transfer_by_shaken", "transfer", ["receiving_log", "is_shaken"])


def downgrade() -> None:
    op.drop_index("transfer_by_shaken", table_name="transfer")
    with op.batch_alter_table("transfer") as table:
        table.drop_column("is_shaken")
