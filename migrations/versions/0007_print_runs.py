"""options and log of print runs

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('print_runs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('options', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(
            sa.Column('reprint_of_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f('fk_print_runs_reprint_of_id_print_runs'), 'print_runs', ['reprint_of_id'], ['id']
        )
        batch_op.create_index(batch_op.f('ix_print_runs_reprint_of_id'), ['reprint_of_id'], unique=False)
    with op.batch_alter_table('print_runs', schema=None) as batch_op:
        batch_op.alter_column('options', server_default=None)
    with op.batch_alter_table('printed_badges', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sheet', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('source_position', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('face', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('printed_badges', schema=None) as batch_op:
        batch_op.drop_column('face')
        batch_op.drop_column('source_position')
        batch_op.drop_column('sheet')
    with op.batch_alter_table('print_runs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_print_runs_reprint_of_id'))
        batch_op.drop_constraint(batch_op.f('fk_print_runs_reprint_of_id_print_runs'), type_='foreignkey')
        batch_op.drop_column('reprint_of_id')
        batch_op.drop_column('options')
