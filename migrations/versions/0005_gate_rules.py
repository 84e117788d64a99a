"""rules of zones and gates

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('called_queues',
    sa.Column('slot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('called_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['called_by'], ['accounts.id'], name=op.f('fk_called_queues_called_by_accounts')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_called_queues_event_id_events')),
    sa.PrimaryKeyConstraint('slot_id', name=op.f('pk_called_queues'))
    )
    with op.batch_alter_table('called_queues', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_called_queues_event_id'), ['event_id'], unique=False)

    with op.batch_alter_table('zones', schema=None) as batch_op:
        batch_op.add_column(sa.Column('once_per_day', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('needs_escort', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('attention', sa.JSON(), server_default='{}', nullable=False))
    with op.batch_alter_table('zones', schema=None) as batch_op:
        batch_op.alter_column('once_per_day', server_default=None)
        batch_op.alter_column('needs_escort', server_default=None)
        batch_op.alter_column('attention', server_default=None)

    with op.batch_alter_table('gates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rules', sa.JSON(), server_default='{}', nullable=False))
    with op.batch_alter_table('gates', schema=None) as batch_op:
        batch_op.alter_column('rules', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('gates', schema=None) as batch_op:
        batch_op.drop_column('rules')

    with op.batch_alter_table('zones', schema=None) as batch_op:
        batch_op.drop_column('attention')
        batch_op.drop_column('needs_escort')
        batch_op.drop_column('once_per_day')

    with op.batch_alter_table('called_queues', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_called_queues_event_id'))

    op.drop_table('called_queues')
