"""How much was filed by month, beside the days: figures of years are sums of few rows."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    filing_month = op.create_table(
        "filing_month",
        sa.Column("unit_id", BIG, autoincrement=False, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("count", BIG, nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "month", "what"),
    )
    sums: dict[tuple[int, int, str], int] = {}
    for unit_id, day, what, count in op.get_bind().exec_driver_sql(
        "SELECT unit_id, day, what, count FROM filing_count"
    ):
        at = unit_id, date.fromordinal(day).replace(day=1).toordinal(), what
        sums[at] = sums.get(at, 0) + count
    rows = [
        {"unit_id": unit, "month": month, "what": what, "count": count} for (unit, month, what), count in sums.items()
    ]
    if rows:
        op.bulk_insert(filing_month, rows)


def downgrade() -> None:
    op.drop_table("filing_month")
