"""Registered runs of projects, and what was recorded of their ledgers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "training_run",
        sa.Column("project_code", sa.String(length=32), nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("parts", sa.String(length=100), nullable=False),
        sa.Column("complete", sa.String(length=100), nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("fresh_files", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_code", "run"),
    )
    op.create_index("training_run_by_case", "training_run", ["case_id"], unique=True)
    op.create_index("training_run_by_unit", "training_run", ["unit_id"])


def downgrade() -> None:
    op.drop_table("training_run")
