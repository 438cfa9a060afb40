"""Entries about nobody are found by kind: published progress, digests of looks at records."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Kinds as they were numbered then, and how a header of format 1 and suite 1 begins that is of that kind.
PLAIN_KINDS = (6, 7)
BEGINNING = "0801100118"


def upgrade() -> None:
    op.create_table(
        "plain_entry",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("plain_entry_by_kind", "plain_entry", ["kind", "position"])
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for kind in PLAIN_KINDS:
        start = f"{BEGINNING}{kind:02x}"
        literal = f"'\\x{start}'::bytea" if is_postgresql else f"x'{start}'"
        op.execute(
            f"INSERT INTO plain_entry (position, kind) SELECT position, {kind} FROM entry "  # noqa: S608 - constants
            f"WHERE substr(header, 1, {len(start) // 2}) = {literal}"
        )


def downgrade() -> None:
    op.drop_index("plain_entry_by_kind", table_name="plain_entry")
    op.drop_table("plain_entry")
