"""Credit, booked in postings that nobody alters or deletes."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "credit_posting"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("transfer", BIG, nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("course", sa.String(length=100), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("caused_by", BIG, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("credit_posting_once", TABLE, ["transfer", "item", "part", "kind"], unique=True)
    op.create_index("credit_posting_by_account", TABLE, ["account"])
    for event in ("update", "delete"):
        if op.get_bind().dialect.name == "postgresql":
            # The function is the first schema's.
            action = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        else:
            action = f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        op.execute(f"CREATE TRIGGER {TABLE}_refuses_{event} BEFORE {event.upper()} ON {TABLE} {action}")


def downgrade() -> None:
    op.drop_table(TABLE)
