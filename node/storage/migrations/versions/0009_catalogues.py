"""Published catalogues are found by code, unit and words; serial numbers of codes; more kinds about nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Catalogues, ledgers, assessments: copied from branches that knew them earlier. How such a header begins.
PLAIN_KINDS = (8, 9, 10)
BEGINNING = "0801100118"


def upgrade() -> None:
    op.create_table(
        "catalogue_part",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=6), nullable=False),
        sa.Column("first_quarter", sa.Integer(), nullable=False),
        sa.Column("last_quarter", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("projects", sa.Integer(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("catalogue_part_by_area", "catalogue_part", ["log_id", "area", "state"])
    op.create_table(
        "catalogue_project",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("project_code", sa.String(length=32), nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=100), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", "ordinal"),
    )
    op.create_index("catalogue_project_by_code", "catalogue_project", ["log_id", "project_code"])
    op.create_index("catalogue_project_by_unit", "catalogue_project", ["log_id", "unit_code"])
    op.create_table(
        "code_serial",
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("last", BIG, nullable=False),
        sa.PrimaryKeyConstraint("scheme", "area"),
    )
    _note_what_is_held()


def _note_what_is_held() -> None:
    # Imported here: only a database that holds entries needs it.
    from node.storage.catalogue_rows import rebuild_catalogues

    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for kind in PLAIN_KINDS:
        start = f"{BEGINNING}{kind:02x}"
        literal = f"'\\x{start}'::bytea" if is_postgresql else f"x'{start}'"
        op.execute(
            f"INSERT INTO plain_entry (position, kind) SELECT position, {kind} FROM entry "  # noqa: S608 - constants
            f"WHERE substr(header, 1, {len(start) // 2}) = {literal} "
            "AND NOT EXISTS (SELECT 1 FROM plain_entry AS held WHERE held.position = entry.position)"
        )
    rebuild_catalogues(op.get_bind())


def downgrade() -> None:
    op.drop_table("code_serial")
    op.drop_table("catalogue_project")
    op.drop_table("catalogue_part")
