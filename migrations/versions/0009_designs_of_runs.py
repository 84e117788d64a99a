"""designs of print runs, and papers by the names of sheets

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

RUNS = sa.table('print_runs', sa.column('id', sa.Integer), sa.column('layout', sa.String), sa.column('options', sa.JSON))


def upgrade() -> None:
    with op.batch_alter_table('print_runs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('designs', sa.JSON(), nullable=True))
    with op.batch_alter_table('printed_badges', schema=None) as batch_op:
        batch_op.add_column(sa.Column('design', sa.String(length=16), nullable=True))
    op.execute(RUNS.update().where(RUNS.c.layout == 'a6').values(layout='single'))
    for run in op.get_bind().execute(sa.select(RUNS)).all():
        if 'paper' in run.options:
            options = {key: value for key, value in run.options.items() if key != 'paper'}
            _change(run.id, layout=run.options['paper'], options=options)


def downgrade() -> None:
    # Revision 0008 knows one badge a page and four on a sheet; what else there is, is noted for the way back.
    op.execute(RUNS.update().where(RUNS.c.layout == 'single').values(layout='a6'))
    newer = sa.select(RUNS).where(RUNS.c.layout.not_in(('a6', 'a4_4up')))
    for run in op.get_bind().execute(newer).all():
        nearest = 'a6' if run.layout == 'a4_folded' else 'a4_4up'
        _change(run.id, layout=nearest, options=run.options | {'paper': run.layout})
    with op.batch_alter_table('printed_badges', schema=None) as batch_op:
        batch_op.drop_column('design')
    with op.batch_alter_table('print_runs', schema=None) as batch_op:
        batch_op.drop_column('designs')


def _change(run_id: int, **values: object) -> None:
    op.execute(RUNS.update().where(RUNS.c.id == run_id).values(**values))
