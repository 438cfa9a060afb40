"""Where an account was filed, and which case an entry came of, are found without reading everything."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    filed = sa.text("action = 'file-account'")
    op.create_index("audit_of_account", "audit", ["subject_index"], sqlite_where=filed, postgresql_where=filed)
    op.create_index("case_file_by_entry", "case_file", ["entry_index"])


def downgrade() -> None:
    op.drop_index("case_file_by_entry", "case_file")
    op.drop_index("audit_of_account", "audit")
