"""Deadlines by which units hand something in, and the reminders that were written before them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "deadline",
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what"),
    )
    op.create_table(
        "reminder",
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", BIG, autoincrement=False, nullable=False),
        sa.Column("lacking", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("what", "day", "unit_id"),
    )


def downgrade() -> None:
    op.drop_table("reminder")
    op.drop_table("deadline")
