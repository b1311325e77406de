"""Overlays of maps."""

import sqlalchemy as sa

from alembic import op
from persistence.columns import JsonColumn, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "overlays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("map_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("elements", JsonColumn, nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("gm_only", sa.Boolean(), nullable=False),
        sa.Column("z_index", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["map_id"], ["maps.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_overlays_map_id", "overlays", ["map_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_overlays_map_id", table_name="overlays")
    op.drop_table("overlays")
