"""Units and operators, cases with their steps and attachments, and how much each unit filed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unit",
        sa.Column("unit_id", BIG, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("parent_id", BIG, nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("may_hold_account", sa.Boolean(), nullable=False),
        sa.Column("account_since", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("unit_id"),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("path"),
    )
    op.create_table(
        "operator",
        sa.Column("name_index", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("duties", sa.String(length=200), nullable=False),
        sa.Column("suspended_at", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("name_index"),
    )
    op.create_table(
        "filing_count",
        sa.Column("unit_id", BIG, autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("count", BIG, nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "day", "what"),
    )
    op.create_table(
        "case_file",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("subject_index", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.Column("entry_index", BIG, nullable=True),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_index("case_file_by_state", "case_file", ["kind", "state", "unit_id"])
    op.create_index("case_file_by_subject", "case_file", ["subject_index"])
    op.create_table(
        "case_step",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "number"),
    )
    op.create_table(
        "attachment",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "case_attachment",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "part", "digest"),
    )
    op.add_column("import_job", sa.Column("unit_id", BIG, server_default="1", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("import_job") as table:
        table.drop_column("unit_id")
    for name in ("case_attachment", "attachment", "case_step"):
        op.drop_table(name)
    op.drop_index("case_file_by_subject", table_name="case_file")
    op.drop_index("case_file_by_state", table_name="case_file")
    for name in ("case_file", "filing_count", "operator", "unit"):
        op.drop_table(name)
