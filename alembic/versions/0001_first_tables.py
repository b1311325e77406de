"""The first tables, and full-text search over images."""

import sqlalchemy as sa

from alembic import op
from persistence.columns import JsonColumn, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "generation_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=True),
        sa.Column("idempotency_key", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("owner", "idempotency_key"),
    )
    op.create_table(
        "themes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.String(2000), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("style", JsonColumn, nullable=False),
        sa.Column("variations", JsonColumn, nullable=False),
        sa.Column("rules", JsonColumn, nullable=False),
        sa.Column("built_in", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(200), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["themes.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_index(("ix_themes_parent_id"), "themes", ["parent_id"], unique=False)
    op.create_table(
        "variants",
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content_type", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source_sha256", "key"),
    )
    op.create_index(("ix_variants_sha256"), "variants", ["sha256"], unique=False)
    op.create_table(
        "workers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("engines", JsonColumn, nullable=False),
        sa.Column("running_jobs", sa.Integer(), nullable=False),
        sa.Column("finished_jobs", sa.Integer(), nullable=False),
        sa.Column("gpu", JsonColumn, nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("heartbeat_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "generation_jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("engine", sa.String(64), nullable=False),
        sa.Column("batch_key", sa.String(120), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("request", JsonColumn, nullable=False),
        sa.Column("specs", JsonColumn, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("negative_prompt", sa.String(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("cached", sa.Boolean(), nullable=False),
        sa.Column("idempotency_key", sa.String(200), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("run_after", UtcDateTime(), nullable=True),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("worker", sa.String(120), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("total_steps", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("error", JsonColumn, nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["generation_batches.id"],
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["themes.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("owner", "idempotency_key"),
    )
    op.create_index(("ix_generation_jobs_batch_id"), "generation_jobs", ["batch_id"], unique=False)
    op.create_index(
        "ix_jobs_claim",
        "generation_jobs",
        ["priority", "turn", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'queued'"),
        sqlite_where=sa.text("status = 'queued'"),
    )
    op.create_index("ix_jobs_finished", "generation_jobs", ["finished_at"], unique=False)
    op.create_index(
        "ix_jobs_lease",
        "generation_jobs",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
        sqlite_where=sa.text("status = 'running'"),
    )
    op.create_index("ix_jobs_owner_id", "generation_jobs", ["owner", "id"], unique=False)
    op.create_index(
        "ix_jobs_reuse",
        "generation_jobs",
        ["owner", "digest"],
        unique=False,
        postgresql_where=sa.text("status = 'succeeded'"),
        sqlite_where=sa.text("status = 'succeeded'"),
    )
    op.create_index(
        "ix_jobs_turn",
        "generation_jobs",
        ["owner", "turn"],
        unique=False,
        postgresql_where=sa.text("status = 'queued'"),
        sqlite_where=sa.text("status = 'queued'"),
    )
    op.create_table(
        "images",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("format", sa.String(8), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("has_alpha", sa.Boolean(), nullable=False),
        sa.Column("placeholder", sa.String(64), nullable=False),
        sa.Column("provenance", JsonColumn, nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subtype", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.String(2000), nullable=True),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("tags", JsonColumn, nullable=False),
        sa.Column("featured", sa.Boolean(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("character_id", sa.String(200), nullable=True),
        sa.Column("campaign_id", sa.String(200), nullable=True),
        sa.Column("location_id", sa.String(200), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("details", JsonColumn, nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["images.id"],
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["themes.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(("ix_images_campaign_id"), "images", ["campaign_id"], unique=False)
    op.create_index(("ix_images_character_id"), "images", ["character_id"], unique=False)
    op.create_index(("ix_images_job_id"), "images", ["job_id"], unique=False)
    op.create_index("ix_images_kind_id", "images", ["kind", "id"], unique=False)
    op.create_index(("ix_images_location_id"), "images", ["location_id"], unique=False)
    op.create_index("ix_images_owner_id", "images", ["owner", "id"], unique=False)
    op.create_index(("ix_images_sha256"), "images", ["sha256"], unique=False)
    op.create_index(("ix_images_source_id"), "images", ["source_id"], unique=False)
    op.create_index(("ix_images_theme_id"), "images", ["theme_id"], unique=False)
    op.create_table(
        "image_revisions",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("format", sa.String(8), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("has_alpha", sa.Boolean(), nullable=False),
        sa.Column("placeholder", sa.String(64), nullable=False),
        sa.Column("provenance", JsonColumn, nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"],
            ["images.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("image_id", "number"),
    )
    op.create_index(("ix_image_revisions_job_id"), "image_revisions", ["job_id"], unique=False)
    op.create_index(("ix_image_revisions_sha256"), "image_revisions", ["sha256"], unique=False)
    op.create_table(
        "job_events",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("total_steps", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["generation_jobs.id"],
        ),
        sa.PrimaryKeyConstraint("job_id", "sequence"),
    )
    op.create_table(
        "job_images",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"],
            ["images.id"],
        ),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["generation_jobs.id"],
        ),
        sa.PrimaryKeyConstraint("job_id", "position"),
    )
    op.create_index(("ix_job_images_image_id"), "job_images", ["image_id"], unique=False)
    op.create_table(
        "maps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("environment", sa.String(16), nullable=True),
        sa.Column("grid", JsonColumn, nullable=False),
        sa.Column("layout", JsonColumn, nullable=False),
        sa.Column("features", JsonColumn, nullable=False),
        sa.Column("layout_digest", sa.String(64), nullable=False),
        sa.Column("campaign_id", sa.String(200), nullable=True),
        sa.Column("location_id", sa.String(200), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"],
            ["images.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("image_id"),
    )
    op.create_index(("ix_maps_campaign_id"), "maps", ["campaign_id"], unique=False)
    op.create_index(("ix_maps_layout_digest"), "maps", ["layout_digest"], unique=False)
    op.create_index(("ix_maps_location_id"), "maps", ["location_id"], unique=False)
    op.create_index(("ix_maps_owner"), "maps", ["owner"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.Column("portrait_id", sa.Uuid(), nullable=True),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("creature_size", sa.String(16), nullable=False),
        sa.Column("pixels_per_square", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(16), nullable=False),
        sa.Column("border", JsonColumn, nullable=True),
        sa.Column("ring_subject_sha256", sa.String(64), nullable=False),
        sa.Column("character_id", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(
            ["image_id"],
            ["images.id"],
        ),
        sa.ForeignKeyConstraint(
            ["portrait_id"],
            ["images.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("image_id"),
    )
    op.create_index(("ix_tokens_character_id"), "tokens", ["character_id"], unique=False)
    op.create_index(("ix_tokens_owner"), "tokens", ["owner"], unique=False)
    op.create_index(("ix_tokens_portrait_id"), "tokens", ["portrait_id"], unique=False)
    op.create_index(("ix_tokens_ring_subject_sha256"), "tokens", ["ring_subject_sha256"], unique=False)
    _create_full_text_search()


def downgrade() -> None:
    _drop_full_text_search()
    op.drop_index(("ix_tokens_ring_subject_sha256"), table_name="tokens")
    op.drop_index(("ix_tokens_portrait_id"), table_name="tokens")
    op.drop_index(("ix_tokens_owner"), table_name="tokens")
    op.drop_index(("ix_tokens_character_id"), table_name="tokens")
    op.drop_table("tokens")
    op.drop_index(("ix_maps_owner"), table_name="maps")
    op.drop_index(("ix_maps_location_id"), table_name="maps")
    op.drop_index(("ix_maps_layout_digest"), table_name="maps")
    op.drop_index(("ix_maps_campaign_id"), table_name="maps")
    op.drop_table("maps")
    op.drop_index(("ix_job_images_image_id"), table_name="job_images")
    op.drop_table("job_images")
    op.drop_table("job_events")
    op.drop_index(("ix_image_revisions_sha256"), table_name="image_revisions")
    op.drop_index(("ix_image_revisions_job_id"), table_name="image_revisions")
    op.drop_table("image_revisions")
    op.drop_index(("ix_images_theme_id"), table_name="images")
    op.drop_index(("ix_images_source_id"), table_name="images")
    op.drop_index(("ix_images_sha256"), table_name="images")
    op.drop_index("ix_images_owner_id", table_name="images")
    op.drop_index(("ix_images_location_id"), table_name="images")
    op.drop_index("ix_images_kind_id", table_name="images")
    op.drop_index(("ix_images_job_id"), table_name="images")
    op.drop_index(("ix_images_character_id"), table_name="images")
    op.drop_index(("ix_images_campaign_id"), table_name="images")
    op.drop_table("images")
    op.drop_index(
        "ix_jobs_turn",
        table_name="generation_jobs",
        postgresql_where=sa.text("status = 'queued'"),
        sqlite_where=sa.text("status = 'queued'"),
    )
    op.drop_index(
        "ix_jobs_reuse",
        table_name="generation_jobs",
        postgresql_where=sa.text("status = 'succeeded'"),
        sqlite_where=sa.text("status = 'succeeded'"),
    )
    op.drop_index("ix_jobs_owner_id", table_name="generation_jobs")
    op.drop_index(
        "ix_jobs_lease",
        table_name="generation_jobs",
        postgresql_where=sa.text("status = 'running'"),
        sqlite_where=sa.text("status = 'running'"),
    )
    op.drop_index("ix_jobs_finished", table_name="generation_jobs")
    op.drop_index(
        "ix_jobs_claim",
        table_name="generation_jobs",
        postgresql_where=sa.text("status = 'queued'"),
        sqlite_where=sa.text("status = 'queued'"),
    )
    op.drop_index(("ix_generation_jobs_batch_id"), table_name="generation_jobs")
    op.drop_table("generation_jobs")
    op.drop_table("workers")
    op.drop_index(("ix_variants_sha256"), table_name="variants")
    op.drop_table("variants")
    op.drop_index(("ix_themes_parent_id"), table_name="themes")
    op.drop_table("themes")
    op.drop_table("generation_batches")


# Search text is folded before it is stored (resolvers.search), so both tokenizers see the same plain words.
_SQLITE_SEARCH = (
    "CREATE TABLE fulltext_keys (number INTEGER PRIMARY KEY, image_id CHAR(32) NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE fulltext_images USING fts5(search_text, tokenize='unicode61', prefix='2 3')",
    """CREATE TRIGGER fulltext_insert AFTER INSERT ON images BEGIN
        INSERT INTO fulltext_keys(image_id) VALUES (new.id);
        INSERT INTO fulltext_images(rowid, search_text)
            SELECT number, new.search_text FROM fulltext_keys WHERE image_id = new.id;
    END""",
    """CREATE TRIGGER fulltext_update AFTER UPDATE OF search_text ON images BEGIN
        UPDATE fulltext_images SET search_text = new.search_text
            WHERE rowid = (SELECT number FROM fulltext_keys WHERE image_id = new.id);
    END""",
    """CREATE TRIGGER fulltext_delete AFTER DELETE ON images BEGIN
        DELETE FROM fulltext_images WHERE rowid = (SELECT number FROM fulltext_keys WHERE image_id = old.id);
        DELETE FROM fulltext_keys WHERE image_id = old.id;
    END""",
)


def _create_full_text_search() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SQLITE_SEARCH:
            op.execute(statement)
    else:
        op.execute("CREATE INDEX fulltext_images ON images USING gin (to_tsvector('simple', search_text))")


def _drop_full_text_search() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("fulltext_insert", "fulltext_update", "fulltext_delete"):
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE fulltext_images")
        op.execute("DROP TABLE fulltext_keys")
    else:
        op.execute("DROP INDEX fulltext_images")
