"""Results as they were filed, sealed, a batch in a row: what assessments and audits read."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "filed_result",
        sa.Column("first_index", BIG, autoincrement=False, nullable=False),
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("filed_at", sa.Float(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("first_index"),
    )


def downgrade() -> None:
    op.drop_table("filed_result")
