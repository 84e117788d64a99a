"""badge layouts

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('badge_layouts',
    sa.Column('id', BIG, nullable=False),
    sa.Column('event_id', BIG, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_badge_layouts_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_badge_layouts')),
    sa.UniqueConstraint('event_id', 'name', name=op.f('uq_badge_layouts_event_id_name'))
    )
    with op.batch_alter_table('badge_layouts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_badge_layouts_event_id'), ['event_id'], unique=False)
        batch_op.create_index('uq_badge_layouts_default', ['event_id'], unique=True, sqlite_where=sa.text('is_default'), postgresql_where=sa.text('is_default'))

    op.create_table('badge_layout_versions',
    sa.Column('id', BIG, nullable=False),
    sa.Column('layout_id', BIG, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('created_by', BIG, nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_badge_layout_versions_created_by_accounts')),
    sa.ForeignKeyConstraint(['layout_id'], ['badge_layouts.id'], name=op.f('fk_badge_layout_versions_layout_id_badge_layouts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_badge_layout_versions')),
    sa.UniqueConstraint('layout_id', 'number', name=op.f('uq_badge_layout_versions_layout_id_number'))
    )
    op.create_table('badge_layout_categories',
    sa.Column('category_id', BIG, autoincrement=False, nullable=False),
    sa.Column('layout_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_badge_layout_categories_category_id_categories'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['layout_id'], ['badge_layouts.id'], name=op.f('fk_badge_layout_categories_layout_id_badge_layouts')),
    sa.PrimaryKeyConstraint('category_id', name=op.f('pk_badge_layout_categories'))
    )
    with op.batch_alter_table('badge_layout_categories', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_badge_layout_categories_layout_id'), ['layout_id'], unique=False)


def downgrade() -> None:
    op.drop_table('badge_layout_categories')
    op.drop_table('badge_layout_versions')
    op.drop_table('badge_layouts')
