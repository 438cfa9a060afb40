"""What transfers between branches are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "transfer_entry",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("request_position", BIG, nullable=True),
        sa.Column("waits_for", BIG, nullable=True),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("transfer_entry_by_request", "transfer_entry", ["request_position"])
    op.create_index("transfer_entry_by_awaited", "transfer_entry", ["waits_for"])
    op.create_table(
        "transfer_claim",
        sa.Column("log_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("held_at", BIG, autoincrement=False, nullable=False),
        sa.Column("request_position", BIG, nullable=True),
        sa.PrimaryKeyConstraint("log_id", "identity", "held_at"),
    )
    op.create_table(
        "transfer",
        sa.Column("request_position", BIG, autoincrement=False, nullable=False),
        sa.Column("receiving_log", sa.Integer(), nullable=False),
        sa.Column("sending_log", sa.Integer(), nullable=False),
        sa.Column("owed_by", sa.String(length=10), nullable=False),
        sa.Column("attended", sa.String(length=10), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("request_position"),
    )
    op.create_index("transfer_by_owed", "transfer", ["owed_by", "attended"])
    op.create_table(
        "transfer_item",
        sa.Column("request_position", BIG, autoincrement=False, nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("achievement_position", BIG, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("request_position", "item"),
    )
    op.create_index("transfer_item_by_achievement", "transfer_item", ["achievement_position"])
    op.create_table(
        "transfer_hold",
        sa.Column("log_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identity_key", BIG, autoincrement=False, nullable=False),
        sa.Column("request_position", BIG, autoincrement=False, nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("log_id", "identity_key", "request_position"),
    )
    op.create_index("transfer_hold_by_request", "transfer_hold", ["request_position"])


def downgrade() -> None:
    for name in ("transfer_hold", "transfer_item", "transfer", "transfer_claim", "transfer_entry"):
        op.drop_table(name)
