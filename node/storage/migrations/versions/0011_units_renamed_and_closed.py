"""Names that units bore before, and since when a unit is closed."""

import sqlalchemy as sa
from alembic import op

from node.storage.schema import BIG

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("unit", sa.Column("closed_at", sa.Float(), nullable=True))
    op.create_table(
        "unit_name",
        sa.Column("unit_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("unit_name")
    op.drop_column("unit", "closed_at")
