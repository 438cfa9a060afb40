"""Who registered an operator, sealed like the name: nobody reviews their own filing by way of an alias."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operator", sa.Column("registered_by", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("operator", "registered_by")
