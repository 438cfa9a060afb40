"""The first schema: logs, records, accounts, imports, audit.

Entries, checkpoints and the audit trail refuse UPDATE in the database itself; entries
and checkpoints refuse DELETE as well. A private part may be deleted (that is what an
erasure does) and never altered.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEVER_ALTERED = ("entry", "checkpoint", "private_part", "audit")
NEVER_DELETED = ("entry", "checkpoint")
POSTGRESQL_REFUSAL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("account_id", BIG, autoincrement=False, nullable=False),
        sa.Column("document_index", sa.LargeBinary(), nullable=False),
        sa.Column("learner", sa.LargeBinary(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
        sa.UniqueConstraint("document_index"),
    )
    op.create_table(
        "audit",
        sa.Column("audit_id", BIG, autoincrement=True, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("subject_index", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("audit_id"),
    )
    op.create_index("audit_by_time", "audit", ["at"], unique=False)
    op.create_table(
        "checkpoint",
        sa.Column("log_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", BIG, autoincrement=False, nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("log_id", "size"),
    )
    op.create_table(
        "cosignature",
        sa.Column("log_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("log_id", "size", "name"),
    )
    op.create_table(
        "entry",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_table(
        "import_batch",
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("first_index", BIG, autoincrement=False, nullable=False),
        sa.Column("sealed_sheet", sa.LargeBinary(), nullable=False),
        sa.Column("row_numbers", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "first_index"),
    )
    op.create_table(
        "import_job",
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("file_digest", sa.LargeBinary(), nullable=False),
        sa.Column("template", sa.String(length=100), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.Float(), nullable=False),
        sa.Column("finished_at", sa.Float(), nullable=True),
        sa.Column("counts", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("import_id"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "log",
        sa.Column("log_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("branch", sa.String(length=2), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("log_id"),
        sa.UniqueConstraint("origin"),
    )
    op.create_table(
        "membership",
        sa.Column("user_index", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("user_index"),
    )
    op.create_table(
        "node_state",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "peer_log",
        sa.Column("log_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("highest_size", BIG, nullable=False),
        sa.Column("highest_note", sa.LargeBinary(), nullable=False),
        sa.Column("as_of", sa.Float(), nullable=True),
        sa.Column("quarantined_at", sa.Float(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("log_id"),
    )
    op.create_table(
        "peer_source",
        sa.Column("branch", sa.String(length=2), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.Float(), nullable=True),
        sa.Column("heard_at", sa.Float(), nullable=True),
        sa.Column("quarantined_at", sa.Float(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("branch"),
    )
    op.create_table(
        "private_part",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("subject_key", BIG, nullable=False),
        sa.Column("achievement_key", BIG, nullable=True),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("private_part_by_subject", "private_part", ["subject_key", "achievement_key"], unique=False)
    op.create_table(
        "standing",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("by_position", BIG, nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_table(
        "tile",
        sa.Column("log_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tile_index", BIG, autoincrement=False, nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("log_id", "level", "tile_index"),
    )
    op.create_table(
        "tombstone",
        sa.Column("achievement_id", sa.LargeBinary(), nullable=False),
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("achievement_id", "position"),
    )
    op.create_table(
        "withheld",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=2), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    _refuse_changes()


def downgrade() -> None:
    op.drop_table("withheld")
    op.drop_table("tombstone")
    op.drop_table("tile")
    op.drop_table("standing")
    op.drop_index("private_part_by_subject", table_name="private_part")
    op.drop_table("private_part")
    op.drop_table("peer_source")
    op.drop_table("peer_log")
    op.drop_table("node_state")
    op.drop_table("membership")
    op.drop_table("log")
    op.drop_table("lease")
    op.drop_table("import_job")
    op.drop_table("import_batch")
    op.drop_table("entry")
    op.drop_table("cosignature")
    op.drop_table("checkpoint")
    op.drop_index("audit_by_time", table_name="audit")
    op.drop_table("audit")
    op.drop_table("account")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _refuse_changes() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        op.execute(POSTGRESQL_REFUSAL)
    for event, tables in (("update", NEVER_ALTERED), ("delete", NEVER_DELETED)):
        for table in tables:
            name = f"{table}_refuses_{event}"
            if is_postgresql:
                action = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            else:
                action = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            op.execute(f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} {action}")
