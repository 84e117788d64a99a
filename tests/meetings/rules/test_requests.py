"""Who may ask, when and how often, and what a request must say."""

from datetime import UTC, datetime, timedelta

import pytest

from summit.meetings.rules.kinds import MeetingFormat, MeetingKind, Phase
from summit.meetings.rules.requests import (
    LONGEST_MESSAGE,
    LONGEST_TRANSFER,
    MOST_WISHES,
    Agreed,
    DayIsFull,
    HasEnoughMeetings,
    LanguagesAreTheSame,
    LinkIsNoAddress,
    MayNotAsk,
    MeetingsAreClosed,
    MessageIsTooLong,
    NobodyAttends,
    NotOpenYet,
    OnlineIsNotOffered,
    PlaceIsNeeded,
    Request,
    TimetableIsProvisional,
    TooManyRequests,
    TooManyWishes,
    TransferIsUneven,
    WishesAreOver,
    ensure_complete,
    ensure_day_left,
    ensure_languages,
    ensure_link,
    ensure_may_ask,
    ensure_meeting_left,
    ensure_open,
    ensure_request_left,
    lapse_at,
    reminder_at,
    tidied,
)

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("phase", "refusal"),
    [(Phase.PROFILE, NotOpenYet), (Phase.PROVISIONAL, TimetableIsProvisional), (Phase.CLOSED, MeetingsAreClosed)],
)
def test_phases_without_requests_say_why(phase, refusal):
    with pytest.raises(refusal):
        ensure_open(phase, NOW + HOUR, NOW)


def test_requests_are_taken_while_live_whatever_the_deadline_of_wishes_was():
    ensure_open(Phase.LIVE, NOW - HOUR, NOW)


@pytest.mark.parametrize("until", [None, NOW + timedelta(seconds=1)])
def test_requests_are_taken_until_the_deadline_of_wishes(until):
    ensure_open(Phase.PREFERENCES, until, NOW)


def test_the_deadline_itself_is_too_late():
    with pytest.raises(WishesAreOver) as raised:
        ensure_open(Phase.PREFERENCES, NOW, NOW)
    assert raised.value.params == {"until": NOW}


@pytest.mark.parametrize(
    ("matrix", "own", "other", "may"),
    [
        ({}, ["retail"], ["retail"], True),
        ({"retail": ["brand"]}, ["retail"], ["brand"], True),
        ({"retail": ["brand"]}, ["brand"], ["retail"], False),
        ({"retail": ["brand"]}, ["retail"], ["retail"], False),
        ({"retail": ["brand"]}, ["media", "retail"], ["supplier", "brand"], True),
        ({"retail": []}, ["retail"], ["brand"], False),
        ({"retail": ["brand"]}, [], ["brand"], False),
    ],
)
def test_the_matrix_says_which_kinds_may_ask_which(matrix, own, other, may):
    if may:
        ensure_may_ask(matrix, own, other)
    else:
        with pytest.raises(MayNotAsk):
            ensure_may_ask(matrix, own, other)


@pytest.mark.parametrize(("most", "sent", "left"), [(None, 999, True), (3, 2, True), (3, 3, False), (0, 0, False)])
def test_requests_are_counted_against_their_limit(most, sent, left):
    if left:
        ensure_request_left(most, sent)
    else:
        with pytest.raises(TooManyRequests):
            ensure_request_left(most, sent)


@pytest.mark.parametrize(("most", "agreed", "left"), [(None, 999, True), (3, 2, True), (3, 3, False), (3, 4, False)])
def test_meetings_are_counted_against_their_limit(most, agreed, left):
    company = Agreed("Neva Knit", agreed)
    if left:
        ensure_meeting_left(company, most)
    else:
        with pytest.raises(HasEnoughMeetings):
            ensure_meeting_left(company, most)


@pytest.mark.parametrize("refusal", [TooManyRequests, HasEnoughMeetings, DayIsFull])
def test_a_limit_of_one_reads_as_well_as_any(refusal):
    words = str(refusal(company="Neva Knit", limit=1))
    assert " is 1, and " in words
    assert "1 meetings" not in words


def test_days_are_those_of_the_venue():
    # Half past three in Moscow: its night still belongs to the evening before.
    late = datetime(2026, 5, 5, 0, 30, tzinfo=UTC)
    company = Agreed("Neva Knit", 1, (late,))
    ensure_day_left(company, datetime(2026, 5, 5, 9, tzinfo=UTC), 1, "Europe/Moscow")
    with pytest.raises(DayIsFull):
        ensure_day_left(company, NOW, 1, "Europe/Moscow")
    ensure_day_left(company, NOW, None, "Europe/Moscow")
    ensure_day_left(company, NOW, 2, "Europe/Moscow")


def asked(**values):
    return Request(**({"people": (1,)} | values))


VISIT = {"kind": MeetingKind.FACTORY_VISIT, "place": "12 Mill Lane"}


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"people": ()}, NobodyAttends),
        ({"format": MeetingFormat.ONLINE}, OnlineIsNotOffered),
        ({"wishes": (NOW,) * (MOST_WISHES + 1)}, TooManyWishes),
        ({"message": "x" * (LONGEST_MESSAGE + 1)}, MessageIsTooLong),
        ({"online_link": "meet.example.org"}, LinkIsNoAddress),
        ({"interpreting": ("en", "en")}, LanguagesAreTheSame),
        ({"kind": MeetingKind.FACTORY_VISIT}, PlaceIsNeeded),
        ({"kind": MeetingKind.OFF_SITE, "place": "  "}, PlaceIsNeeded),
        (VISIT | {"transfer_before": 7}, TransferIsUneven),
        (VISIT | {"transfer_after": -5}, TransferIsUneven),
        (VISIT | {"transfer_after": LONGEST_TRANSFER + 5}, TransferIsUneven),
    ],
)
def test_what_a_request_lacks_is_named(values, refusal):
    with pytest.raises(refusal):
        ensure_complete(asked(**values), allows_online=False)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"wishes": (NOW,) * MOST_WISHES, "message": "x" * LONGEST_MESSAGE},
        VISIT | {"transfer_before": LONGEST_TRANSFER, "transfer_after": 5},
        {"kind": MeetingKind.DELEGATION},
        {"interpreting": ("en", "ru")},
    ],
)
def test_whole_requests_pass(values):
    ensure_complete(asked(**values), allows_online=False)


def test_a_meeting_online_passes_where_it_is_offered():
    ensure_complete(asked(format=MeetingFormat.ONLINE), allows_online=True)


@pytest.mark.parametrize("link", ["", "https://meet.example.org/a?b=c", "http://meet.example.org"])
def test_addresses_of_the_web_are_links(link):
    ensure_link(link)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://", "https://localhost", "ftp://a.example", "https://a.example/b c", "x"]
)
def test_other_texts_are_no_links(link):
    with pytest.raises(LinkIsNoAddress):
        ensure_link(link)


@pytest.mark.parametrize("languages", [("en",), ("en", "en"), ("en", "ru", "ar")])
def test_an_interpreter_stands_between_two_languages(languages):
    with pytest.raises(LanguagesAreTheSame):
        ensure_languages(languages)


def test_a_visit_is_never_online():
    wanted = tidied(asked(**VISIT, format=MeetingFormat.ONLINE, online_link="https://a.example", transfer_before=10))
    assert (wanted.format, wanted.online_link) == (MeetingFormat.ON_SITE, "")
    assert (wanted.place, wanted.transfer_before) == ("12 Mill Lane", 10)


def test_a_meeting_has_no_journey_and_a_link_only_online():
    journey = {"place": "12 Mill Lane", "transfer_before": 10, "transfer_after": 10, "online_link": "https://a.example"}
    here = tidied(asked(**journey))
    assert (here.place, here.transfer_before, here.transfer_after, here.online_link) == ("", 0, 0, "")
    assert tidied(asked(**journey, format=MeetingFormat.ONLINE)).online_link == "https://a.example"


def test_tidying_keeps_everything_else():
    wanted = asked(message="Linen", wishes=(NOW,), start=NOW, interpreting=("en", "ru"))
    assert tidied(wanted) == wanted


@pytest.mark.parametrize(
    ("hours", "start", "lapses"),
    [(72, None, NOW + 72 * HOUR), (72, NOW + 100 * HOUR, NOW + 72 * HOUR), (72, NOW + 5 * HOUR, NOW + 5 * HOUR)],
)
def test_a_question_lapses_after_its_hours_and_never_after_its_time(hours, start, lapses):
    assert lapse_at(NOW, hours, start) == lapses


@pytest.mark.parametrize(
    ("lives", "before", "after"), [(72, 24, 48), (72, 36, 36), (72, 60, 36), (10, 24, 5), (72, 0, None), (72, -1, None)]
)
def test_a_reminder_comes_before_the_end_but_not_in_the_first_half(lives, before, after):
    moment = reminder_at(NOW, NOW + lives * HOUR, before)
    assert moment == (None if after is None else NOW + after * HOUR)
