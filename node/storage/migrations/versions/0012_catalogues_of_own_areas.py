"""Catalogues are folded anew: parts of another branch's area are void, and few editions of an area may wait."""

from alembic import op

from node.storage.catalogue_rows import rebuild_catalogues

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rebuild_catalogues(op.get_bind())


def downgrade() -> None:
    # What an earlier version would have counted as well, its own `migrate --rebuild-catalogues` finds.
    pass
