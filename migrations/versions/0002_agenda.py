"""agenda

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


_OUTCOMES = (
    'admitted', 'already_inside', 'wrong_zone', 'wrong_time', 'not_approved', 'revoked', 'cancelled', 'wrong_event',
    'minor_without_adult', 'escort_needed', 'full', 'unknown', 'exited', 'not_inside', 'conflict',
)  # fmt: skip


def outcome_check(*more: str) -> str:
    """Return the condition on a scan's outcome."""
    return f"outcome IN ({', '.join(repr(one) for one in (*_OUTCOMES, *more))})"


def upgrade() -> None:
    op.create_table('agenda_days',
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('opens_minute', sa.Integer(), nullable=False),
    sa.Column('closes_minute', sa.Integer(), nullable=False),
    sa.CheckConstraint('closes_minute > opens_minute', name=op.f('ck_agenda_days_hours')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_agenda_days_event_id_events')),
    sa.PrimaryKeyConstraint('event_id', 'day', name=op.f('pk_agenda_days'))
    )
    op.create_table('agenda_settings',
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('opens_minute', sa.Integer(), nullable=False),
    sa.Column('closes_minute', sa.Integer(), nullable=False),
    sa.Column('changeover_minutes', sa.Integer(), nullable=False),
    sa.Column('levels', sa.JSON(), nullable=False),
    sa.Column('overlap', sa.Enum('refuse', 'warn', 'allow', name='overlappolicy', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('draft_number', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('closes_minute > opens_minute', name=op.f('ck_agenda_settings_hours')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_agenda_settings_event_id_events')),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_agenda_settings'))
    )
    op.create_table('claims',
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('person', 'table', 'interpreter', 'hall', name='claimkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('resource_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tick', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('owner_kind', sa.String(length=64), nullable=False),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_claims_event_id_events')),
    sa.PrimaryKeyConstraint('event_id', 'kind', 'resource_id', 'tick', name=op.f('pk_claims'))
    )
    with op.batch_alter_table('claims', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claims_owner_kind_owner_id'), ['owner_kind', 'owner_id'], unique=False)

    op.create_table('draft_changes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['accounts.id'], name=op.f('fk_draft_changes_actor_id_accounts')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_draft_changes_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_changes')),
    sa.UniqueConstraint('event_id', 'number', name=op.f('uq_draft_changes_event_id_number'))
    )
    op.create_table('tracks',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('colour', sa.String(length=7), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_tracks_event_id_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tracks'))
    )
    with op.batch_alter_table('tracks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tracks_event_id'), ['event_id'], unique=False)

    op.create_table('agenda_sessions',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=6), nullable=False),
    sa.Column('guid', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.Enum('session', 'break', 'blocker', name='sessionkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('draft', 'confirmed', 'cancelled', name='sessionstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('format', sa.Enum('plenary', 'panel', 'round_table', 'talk', 'lecture', 'workshop', 'runway_show', 'closed_presentation', 'screening', 'signing_ceremony', 'networking', 'other', name='sessionformat', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('track_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('titles', sa.JSON(), nullable=False),
    sa.Column('abstracts', sa.JSON(), nullable=False),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.Column('internal_note', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=64), nullable=False),
    sa.Column('channels', sa.JSON(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('age_limit', sa.Integer(), nullable=False),
    sa.Column('dress_codes', sa.JSON(), nullable=False),
    sa.Column('recording_url', sa.Text(), nullable=False),
    sa.Column('stream_url', sa.Text(), nullable=False),
    sa.Column('is_featured', sa.Boolean(), nullable=False),
    sa.Column('takes_feedback', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('capacity IS NULL OR capacity >= 0', name=op.f('ck_agenda_sessions_capacity')),
    sa.CheckConstraint('minutes >= 5', name=op.f('ck_agenda_sessions_minutes')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_agenda_sessions_event_id_events')),
    sa.ForeignKeyConstraint(['track_id'], ['tracks.id'], name=op.f('fk_agenda_sessions_track_id_tracks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_sessions')),
    sa.UniqueConstraint('event_id', 'code', name=op.f('uq_agenda_sessions_event_id_code')),
    sa.UniqueConstraint('guid', name=op.f('uq_agenda_sessions_guid'))
    )
    with op.batch_alter_table('agenda_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_sessions_track_id'), ['track_id'], unique=False)

    op.create_table('hall_windows',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('hall_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_hall_windows_span')),
    sa.ForeignKeyConstraint(['hall_id'], ['halls.id'], name=op.f('fk_hall_windows_hall_id_halls')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hall_windows'))
    )
    with op.batch_alter_table('hall_windows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hall_windows_hall_id'), ['hall_id'], unique=False)

    op.create_table('mail_attachments',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('mail_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=200), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['mail_id'], ['outgoing_mails.id'], name=op.f('fk_mail_attachments_mail_id_outgoing_mails')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_attachments'))
    )
    with op.batch_alter_table('mail_attachments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_attachments_mail_id'), ['mail_id'], unique=False)

    op.create_table('releases',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('messages', sa.JSON(), nullable=False),
    sa.Column('programme', sa.JSON(), nullable=True),
    sa.Column('changes', sa.JSON(), nullable=True),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('slot_count', sa.Integer(), nullable=False),
    sa.Column('released_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('notified_job_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_releases_event_id_events')),
    sa.ForeignKeyConstraint(['notified_job_id'], ['jobs.id'], name=op.f('fk_releases_notified_job_id_jobs')),
    sa.ForeignKeyConstraint(['released_by'], ['accounts.id'], name=op.f('fk_releases_released_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_releases')),
    sa.UniqueConstraint('event_id', 'name', name=op.f('uq_releases_event_id_name')),
    sa.UniqueConstraint('event_id', 'number', name=op.f('uq_releases_event_id_number'))
    )
    op.create_table('schedule_proposals',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('job_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('status', sa.Enum('queued', 'ready', 'accepted', 'discarded', 'failed', name='proposalstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('placements', sa.JSON(), nullable=False),
    sa.Column('unplaced', sa.JSON(), nullable=False),
    sa.Column('score', sa.JSON(), nullable=False),
    sa.Column('draft_number', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_schedule_proposals_created_by_accounts')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_schedule_proposals_event_id_events')),
    sa.ForeignKeyConstraint(['job_id'], ['jobs.id'], name=op.f('fk_schedule_proposals_job_id_jobs')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_schedule_proposals'))
    )
    with op.batch_alter_table('schedule_proposals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_schedule_proposals_event_id_id'), ['event_id', 'id'], unique=False)

    op.create_table('calendar_feeds',
    sa.Column('registration_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('issue', sa.Integer(), nullable=False),
    sa.Column('is_revoked', sa.Boolean(), nullable=False),
    sa.Column('fetched_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_calendar_feeds_registration_id_registrations')),
    sa.PrimaryKeyConstraint('registration_id', name=op.f('pk_calendar_feeds'))
    )
    op.create_table('session_categories',
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('category_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_session_categories_category_id_categories')),
    sa.ForeignKeyConstraint(['session_id'], ['agenda_sessions.id'], name=op.f('fk_session_categories_session_id_agenda_sessions')),
    sa.PrimaryKeyConstraint('session_id', 'category_id', name=op.f('pk_session_categories'))
    )
    with op.batch_alter_table('session_categories', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_categories_category_id'), ['category_id'], unique=False)

    op.create_table('session_feedback',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('registration_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('rating BETWEEN 1 AND 5', name=op.f('ck_session_feedback_rating')),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_session_feedback_registration_id_registrations')),
    sa.ForeignKeyConstraint(['session_id'], ['agenda_sessions.id'], name=op.f('fk_session_feedback_session_id_agenda_sessions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_feedback')),
    sa.UniqueConstraint('session_id', 'registration_id', name=op.f('uq_session_feedback_session_id_registration_id'))
    )
    with op.batch_alter_table('session_feedback', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_feedback_registration_id'), ['registration_id'], unique=False)

    op.create_table('session_materials',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('titles', sa.JSON(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('stored_name', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=200), nullable=False),
    sa.Column('byte_count', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['agenda_sessions.id'], name=op.f('fk_session_materials_session_id_agenda_sessions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_materials')),
    sa.UniqueConstraint('stored_name', name=op.f('uq_session_materials_stored_name'))
    )
    with op.batch_alter_table('session_materials', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_materials_session_id'), ['session_id'], unique=False)

    op.create_table('slots',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('guid', sa.String(length=36), nullable=False),
    sa.Column('uid', sa.String(length=64), nullable=False),
    sa.Column('hall_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_locked', sa.Boolean(), nullable=False),
    sa.Column('updated_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(starts_at IS NULL) = (ends_at IS NULL) AND (starts_at IS NULL) = (hall_id IS NULL)', name=op.f('ck_slots_placed')),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_slots_span')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_slots_event_id_events')),
    sa.ForeignKeyConstraint(['hall_id'], ['halls.id'], name=op.f('fk_slots_hall_id_halls')),
    sa.ForeignKeyConstraint(['session_id'], ['agenda_sessions.id'], name=op.f('fk_slots_session_id_agenda_sessions')),
    sa.ForeignKeyConstraint(['updated_by'], ['accounts.id'], name=op.f('fk_slots_updated_by_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slots')),
    sa.UniqueConstraint('guid', name=op.f('uq_slots_guid')),
    sa.UniqueConstraint('uid', name=op.f('uq_slots_uid'))
    )
    with op.batch_alter_table('slots', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slots_event_id_starts_at'), ['event_id', 'starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_slots_hall_id'), ['hall_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_slots_session_id'), ['session_id'], unique=False)

    op.create_table('speakers',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=6), nullable=False),
    sa.Column('guid', sa.String(length=36), nullable=False),
    sa.Column('registration_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=64), nullable=False),
    sa.Column('link_issue', sa.Integer(), nullable=False),
    sa.Column('name_latin', sa.String(length=200), nullable=False),
    sa.Column('name_native', sa.String(length=200), nullable=False),
    sa.Column('native_language', sa.String(length=64), nullable=False),
    sa.Column('honorific', sa.String(length=200), nullable=False),
    sa.Column('organisation', sa.String(length=200), nullable=False),
    sa.Column('job_title', sa.String(length=200), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('biographies', sa.JSON(), nullable=False),
    sa.Column('photo_name', sa.String(length=64), nullable=False),
    sa.Column('needs', sa.Text(), nullable=False),
    sa.Column('arrival', sa.String(length=200), nullable=False),
    sa.Column('recording_consent', sa.Boolean(), nullable=True),
    sa.Column('sort_key', sa.Text(), nullable=False),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_speakers_event_id_events')),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_speakers_registration_id_registrations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_speakers')),
    sa.UniqueConstraint('event_id', 'code', name=op.f('uq_speakers_event_id_code')),
    sa.UniqueConstraint('event_id', 'registration_id', name=op.f('uq_speakers_event_id_registration_id')),
    sa.UniqueConstraint('guid', name=op.f('uq_speakers_guid'))
    )
    with op.batch_alter_table('speakers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_speakers_event_id_sort_key_id'), ['event_id', 'sort_key', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_speakers_registration_id'), ['registration_id'], unique=False)

    op.create_table('stars',
    sa.Column('registration_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_stars_registration_id_registrations')),
    sa.ForeignKeyConstraint(['session_id'], ['agenda_sessions.id'], name=op.f('fk_stars_session_id_agenda_sessions')),
    sa.PrimaryKeyConstraint('registration_id', 'session_id', name=op.f('pk_stars'))
    )
    with op.batch_alter_table('stars', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stars_session_id'), ['session_id'], unique=False)

    op.create_table('session_people',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('speaker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.Enum('speaker', 'moderator', 'interpreter', name='personrole', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['agenda_sessions.id'], name=op.f('fk_session_people_session_id_agenda_sessions')),
    sa.ForeignKeyConstraint(['speaker_id'], ['speakers.id'], name=op.f('fk_session_people_speaker_id_speakers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_people')),
    sa.UniqueConstraint('session_id', 'speaker_id', 'role', name=op.f('uq_session_people_session_id_speaker_id_role'))
    )
    with op.batch_alter_table('session_people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_people_speaker_id'), ['speaker_id'], unique=False)

    op.create_table('sign_ups',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('slot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('registration_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('status', sa.Enum('confirmed', 'waiting', 'cancelled', name='signupstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('promoted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('passed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_sign_ups_registration_id_registrations')),
    sa.ForeignKeyConstraint(['slot_id'], ['slots.id'], name=op.f('fk_sign_ups_slot_id_slots')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ups'))
    )
    with op.batch_alter_table('sign_ups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_ups_registration_id'), ['registration_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_ups_slot_id_status_id'), ['slot_id', 'status', 'id'], unique=False)
        batch_op.create_index('uq_sign_ups_live', ['slot_id', 'registration_id'], unique=True, sqlite_where=sa.text("status <> 'cancelled'"), postgresql_where=sa.text("status <> 'cancelled'"))

    op.create_table('slot_halls',
    sa.Column('slot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('hall_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['hall_id'], ['halls.id'], name=op.f('fk_slot_halls_hall_id_halls')),
    sa.ForeignKeyConstraint(['slot_id'], ['slots.id'], name=op.f('fk_slot_halls_slot_id_slots')),
    sa.PrimaryKeyConstraint('slot_id', 'hall_id', name=op.f('pk_slot_halls'))
    )
    with op.batch_alter_table('slot_halls', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slot_halls_hall_id'), ['hall_id'], unique=False)

    op.create_table('speaker_windows',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('speaker_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_speaker_windows_span')),
    sa.ForeignKeyConstraint(['speaker_id'], ['speakers.id'], name=op.f('fk_speaker_windows_speaker_id_speakers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_speaker_windows'))
    )
    with op.batch_alter_table('speaker_windows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_speaker_windows_speaker_id'), ['speaker_id'], unique=False)

    with op.batch_alter_table('gates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('hall_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index(batch_op.f('ix_gates_hall_id'), ['hall_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_gates_hall_id_halls'), 'halls', ['hall_id'], ['id'])

    op.create_table('release_notices',
    sa.Column('release_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recipient_kind', sa.Enum('speaker', 'delegate', name='recipientkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('recipient_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['releases.id'], name=op.f('fk_release_notices_release_id_releases')),
    sa.PrimaryKeyConstraint('release_id', 'recipient_kind', 'recipient_id', name=op.f('pk_release_notices'))
    )

    with op.batch_alter_table('scans', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.drop_constraint(batch_op.f('ck_scans_outcome'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_scans_outcome'), outcome_check('not_signed_up'))
        batch_op.create_index('ix_scans_slot', ['slot_id', 'registration_id'], unique=False, sqlite_where=sa.text('slot_id IS NOT NULL'), postgresql_where=sa.text('slot_id IS NOT NULL'))


def downgrade() -> None:
    # The house before knew no such answer; that somebody found no place is what comes nearest.
    op.execute("UPDATE scans SET outcome = 'full' WHERE outcome = 'not_signed_up'")
    with op.batch_alter_table('scans', schema=None) as batch_op:
        batch_op.drop_index('ix_scans_slot', sqlite_where=sa.text('slot_id IS NOT NULL'), postgresql_where=sa.text('slot_id IS NOT NULL'))
        batch_op.drop_constraint(batch_op.f('ck_scans_outcome'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_scans_outcome'), outcome_check())
        batch_op.drop_column('slot_id')

    op.drop_table('release_notices')
    with op.batch_alter_table('gates', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_gates_hall_id_halls'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_gates_hall_id'))
        batch_op.drop_column('hall_id')

    with op.batch_alter_table('speaker_windows', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_speaker_windows_speaker_id'))

    op.drop_table('speaker_windows')
    with op.batch_alter_table('slot_halls', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_slot_halls_hall_id'))

    op.drop_table('slot_halls')
    with op.batch_alter_table('sign_ups', schema=None) as batch_op:
        batch_op.drop_index('uq_sign_ups_live', sqlite_where=sa.text("status <> 'cancelled'"), postgresql_where=sa.text("status <> 'cancelled'"))
        batch_op.drop_index(batch_op.f('ix_sign_ups_slot_id_status_id'))
        batch_op.drop_index(batch_op.f('ix_sign_ups_registration_id'))

    op.drop_table('sign_ups')
    with op.batch_alter_table('session_people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_people_speaker_id'))

    op.drop_table('session_people')
    with op.batch_alter_table('stars', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stars_session_id'))

    op.drop_table('stars')
    with op.batch_alter_table('speakers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_speakers_registration_id'))
        batch_op.drop_index(batch_op.f('ix_speakers_event_id_sort_key_id'))

    op.drop_table('speakers')
    with op.batch_alter_table('slots', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_slots_session_id'))
        batch_op.drop_index(batch_op.f('ix_slots_hall_id'))
        batch_op.drop_index(batch_op.f('ix_slots_event_id_starts_at'))

    op.drop_table('slots')
    with op.batch_alter_table('session_materials', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_materials_session_id'))

    op.drop_table('session_materials')
    with op.batch_alter_table('session_feedback', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_feedback_registration_id'))

    op.drop_table('session_feedback')
    with op.batch_alter_table('session_categories', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_categories_category_id'))

    op.drop_table('session_categories')
    op.drop_table('calendar_feeds')
    with op.batch_alter_table('schedule_proposals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_schedule_proposals_event_id_id'))

    op.drop_table('schedule_proposals')
    op.drop_table('releases')
    with op.batch_alter_table('mail_attachments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mail_attachments_mail_id'))

    op.drop_table('mail_attachments')
    with op.batch_alter_table('hall_windows', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hall_windows_hall_id'))

    op.drop_table('hall_windows')
    with op.batch_alter_table('agenda_sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_sessions_track_id'))

    op.drop_table('agenda_sessions')
    with op.batch_alter_table('tracks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tracks_event_id'))

    op.drop_table('tracks')
    op.drop_table('draft_changes')
    with op.batch_alter_table('claims', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_claims_owner_kind_owner_id'))

    op.drop_table('claims')
    op.drop_table('agenda_settings')
    op.drop_table('agenda_days')
