"""Applications that waited for another branch are looked at once more: what it answered didn't bring them up again."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE transfer SET attended = '' WHERE attended = 'waiting'")


def downgrade() -> None:
    """Nothing to undo: a mark that isn't there is set again where it belongs."""
