"""Who may ask whom for a meeting, when, how often, and what a request must say.

New meetings are asked for in the phases "preferences" (until its deadline, where it has one) and "live". While a
provisional timetable is looked at, nothing new comes in; before and after, nothing either.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from summit.calendar.rules import calendar_day
from summit.errors import N_, DomainError

from .grid import STEP_MINUTES
from .kinds import OFF_SITE, MeetingFormat, MeetingKind, Phase

LONGEST_MESSAGE = 2000
MOST_WISHES = 12
# A day's journey there and another one back are not a meeting of the summit any more.
LONGEST_TRANSFER = 480
_LINK = re.compile(r"https?://[^\s/]+\.[^\s]+")


class NotOpenYet(DomainError):
    """The organiser has not opened the meetings."""

    message = N_("Meetings cannot be asked for yet. The organiser will open them once the companies are known.")


class WishesAreOver(DomainError):
    """The deadline for wishes is over, and the timetable is being made."""

    message = N_("Meetings could be asked for until %(until)s. The timetable is being made now.")


class TimetableIsProvisional(DomainError):
    """The provisional timetable is shown for objections."""

    message = N_("The provisional timetable is being looked at. New meetings can be asked for once it is final.")


class MeetingsAreClosed(DomainError):
    """The meetings of the edition are over."""

    message = N_("The business meetings of this event are closed.")


class MayNotAsk(DomainError):
    """The organiser lets these kinds of companies not ask each other."""

    message = N_("At this event, companies of your kind do not ask companies of this kind for meetings.")


class CannotMeetItself(DomainError):
    """A company asked itself."""

    message = N_("A company cannot meet itself.")


class TakesNoRequests(DomainError):
    """The other company has no time, nobody to send, enough meetings, or would rather not; which is not told."""

    message = N_("This company takes no further requests at present.")


class AlreadyMeeting(DomainError):
    """The two companies have a request or a meeting already."""

    message = N_("There is a request or a meeting between your two companies already.")


class TooManyRequests(DomainError):
    """The company has as many open requests as the organiser allows."""

    message = N_(
        "The most requests and meetings under way is %(limit)s, and your company has reached it. "
        "Take one back to ask somebody else."
    )


class HasEnoughMeetings(DomainError):
    """One of the companies has as many meetings as the organiser allows."""

    message = N_("The most meetings of one company is %(limit)s, and %(company)s has reached it.")


class DayIsFull(DomainError):
    """One of the companies has as many meetings on that day as the organiser allows."""

    message = N_("The most meetings a day is %(limit)s, and %(company)s has reached it. Please choose another day.")


class NobodyAttends(DomainError):
    """A company would have sent nobody."""

    message = N_("Please say who attends for your company: at least one person.")


class IsNoColleague(DomainError):
    """Somebody was to attend who does not belong to the company."""

    message = N_("One of those who should attend does not belong to your company any more.")


class OnlineIsNotOffered(DomainError):
    """The edition holds no meetings online."""

    message = N_("At this event all meetings take place in person.")


class PlaceIsNeeded(DomainError):
    """A visit elsewhere has no address."""

    message = N_("Please say where the visit takes place.")


class TransferIsUneven(DomainError):
    """A transfer is not a whole number of steps of five minutes, or longer than eight hours."""

    message = N_("Please give the transfers in whole steps of five minutes, up to eight hours each way.")


class LinkIsNoAddress(DomainError):
    """The link of an online meeting is no address of the web."""

    message = N_("Please enter the whole address of the online meeting, beginning with https://.")


class LanguagesAreTheSame(DomainError):
    """An interpreter was asked for between a language and itself."""

    message = N_("Please choose two different languages for the interpreter.")


class TooManyWishes(DomainError):
    """More preferred times than anybody reads."""

    message = N_("Please choose %(most)s preferred times at most.")


class MessageIsTooLong(DomainError):
    """More words than anybody reads."""

    message = N_("Please write %(most)s characters at most.")


@dataclass(frozen=True, slots=True)
class Request:
    """What a company asks for.

    `people` are the registrations of its own who come, `wishes` starts that it prefers, `start` the time it has chosen
    where it chooses one. `interpreting` is a pair of language tags or nothing. Transfers are in minutes.
    """

    message: str = ""
    people: tuple[int, ...] = ()
    wishes: tuple[datetime, ...] = ()
    start: datetime | None = None
    kind: MeetingKind = MeetingKind.MEETING
    format: MeetingFormat = MeetingFormat.ON_SITE
    place: str = ""
    transfer_before: int = 0
    transfer_after: int = 0
    online_link: str = ""
    interpreting: tuple[str, ...] = ()


def ensure_open(phase: Phase, preferences_until: datetime | None, now: datetime) -> None:
    """Raise NotOpenYet, WishesAreOver, TimetableIsProvisional or MeetingsAreClosed unless requests are taken now."""
    if phase is Phase.PREFERENCES and preferences_until is not None and now >= preferences_until:
        raise WishesAreOver(until=preferences_until)
    refusals = {
        Phase.PROFILE: NotOpenYet,
        Phase.PROVISIONAL: TimetableIsProvisional,
        Phase.CLOSED: MeetingsAreClosed,
    }
    if phase in refusals:
        raise refusals[phase]


def ensure_may_ask(may_request: Mapping[str, Collection[str]], own: Iterable[str], other: Iterable[str]) -> None:
    """Raise MayNotAsk unless one of the own groups of kinds may ask one of the other's; without rules all may."""
    asked = set(other)
    if may_request and not any(asked.intersection(may_request.get(group, ())) for group in own):
        raise MayNotAsk


def ensure_request_left(most_outgoing: int | None, outgoing: int) -> None:
    """Raise TooManyRequests where the company has sent as many living requests as it may."""
    if most_outgoing is not None and outgoing >= most_outgoing:
        raise TooManyRequests(limit=most_outgoing)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a company has agreed to beside the meeting in question: how many, and the starts of those with a time."""

    name: str
    count: int = 0
    starts: tuple[datetime, ...] = ()


def ensure_meeting_left(agreed: Agreed, most_meetings: int | None) -> None:
    """Raise HasEnoughMeetings where the company has agreed to as many meetings as it may."""
    if most_meetings is not None and agreed.count >= most_meetings:
        raise HasEnoughMeetings(company=agreed.name, limit=most_meetings)


def ensure_day_left(agreed: Agreed, start: datetime, most_per_day: int | None, zone: str) -> None:
    """Raise DayIsFull where the company has as many meetings on the venue's day of this start as it may."""
    day = calendar_day(start, zone)
    if most_per_day is not None and sum(calendar_day(one, zone) == day for one in agreed.starts) >= most_per_day:
        raise DayIsFull(company=agreed.name, limit=most_per_day)


def ensure_complete(wanted: Request, *, allows_online: bool) -> None:
    """Raise what a request lacks, or says too much."""
    if not wanted.people:
        raise NobodyAttends
    if wanted.format is MeetingFormat.ONLINE and not allows_online:
        raise OnlineIsNotOffered
    if len(wanted.wishes) > MOST_WISHES:
        raise TooManyWishes(most=MOST_WISHES)
    ensure_short(wanted.message)
    ensure_link(wanted.online_link)
    ensure_languages(wanted.interpreting)
    _ensure_visit(wanted)


def _ensure_visit(wanted: Request) -> None:
    if wanted.kind in OFF_SITE and not wanted.place.strip():
        raise PlaceIsNeeded
    transfers = (wanted.transfer_before, wanted.transfer_after)
    if any(minutes % STEP_MINUTES or not 0 <= minutes <= LONGEST_TRANSFER for minutes in transfers):
        raise TransferIsUneven


def tidied(wanted: Request) -> Request:
    """Return the request without what its kind has no use for: a visit is never online, only a visit has a journey."""
    values = {name: getattr(wanted, name) for name in Request.__slots__}
    if wanted.kind in OFF_SITE:
        return Request(**(values | {"format": MeetingFormat.ON_SITE, "online_link": ""}))
    values |= {"place": "", "transfer_before": 0, "transfer_after": 0}
    online = wanted.format is MeetingFormat.ONLINE
    return Request(**(values | {"online_link": wanted.online_link if online else ""}))


def ensure_short(words: str) -> None:
    """Raise MessageIsTooLong for more words than a step may carry."""
    if len(words) > LONGEST_MESSAGE:
        raise MessageIsTooLong(most=LONGEST_MESSAGE)


def ensure_link(link: str) -> None:
    """Raise LinkIsNoAddress unless the link is empty or an address that a browser opens."""
    if link and not _LINK.fullmatch(link):
        raise LinkIsNoAddress


def ensure_languages(interpreting: Collection[str]) -> None:
    """Raise LanguagesAreTheSame unless there are two different languages, or none."""
    if interpreting and len(set(interpreting)) != 2:
        raise LanguagesAreTheSame


def reminder_at(asked_at: datetime, expires_at: datetime, reminder_before: float) -> datetime | None:
    """Return when to remind of an open question: so many hours before it lapses, but never in its first half.

    None without a reminder.
    """
    if reminder_before <= 0:
        return None
    half = (expires_at - asked_at) / 2
    return max(expires_at - timedelta(hours=reminder_before), asked_at + half)


def lapse_at(now: datetime, expiry_hours: int, start: datetime | None) -> datetime:
    """Return when an open question lapses: after so many hours, and never later than the time it is about."""
    late = now + timedelta(hours=expiry_hours)
    return min(late, start) if start is not None else late
