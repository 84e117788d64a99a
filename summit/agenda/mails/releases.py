"""The mail that tells somebody what a release means for them, with a calendar file."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_gmt, get_timezone_name
from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from markupsafe import escape

from summit.calendar.ical import write_calendar
from summit.calendar.rules import CalendarEntry
from summit.events.models import Event
from summit.mail.rendering import RenderedMail, render_mail
from summit.mail.rules import Attachment
from summit.mail.services import Letter
from summit.registration.models import Registration
from summit.web.filters import comma, isolated, text_for

from ..models import Release, Speaker
from ..queries.entries import entries_of
from ..rules.kinds import ROLE_NAMES
from ..rules.news import NEWS_NAMES, News, NewsKind
from ..rules.programme import Programme
from ..rules.timing import Placement
from ..rules.versions import place_of
from .links import speaker_secret

TEMPLATE = "agenda/release_news"
MEDIA_TYPE = "text/calendar; method=PUBLISH; charset=utf-8"
# Stand in for what differs from person to person, so that equal news are rendered once (private use, Unicode 23.5).
_NAME, _SECRET = "\ue000", "\ue001"
_MOST_KEPT = 500
_AT_ITS_END = {NewsKind.LEFT, NewsKind.CANCELLED}


@dataclass(frozen=True, slots=True)
class _Face:
    """What all who have equal news in one language receive."""

    rendered: RenderedMail
    calendar: Attachment


class ReleasePost:
    """Writes the letters about one release; equal news in one language are rendered once."""

    def __init__(self, event: Event, release: Release, old: Programme | None, new: Programme) -> None:
        self._event, self._release, self._new = event, release, new
        self._old = old or Programme(time_zone=new.time_zone)
        self._faces: dict[tuple[str, bool, tuple[News, ...]], _Face] = {}
        self._said: dict[tuple[str, News], list[str]] = {}

    def to_speaker(self, speaker: Speaker, news: tuple[News, ...]) -> Letter | None:
        """Return the letter to somebody on stage, None without any address; the registration must be loaded."""
        registration = speaker.registration
        address = speaker.email or (registration.email if registration else "")
        if not address:
            return None
        face = self._face(speaker.language, True, news)
        return _letter(face, address, speaker.language, speaker.name_latin, speaker_secret(speaker))

    def to_delegate(self, delegate: Registration, news: tuple[News, ...]) -> Letter:
        """Return the letter to a delegate who follows what the news are about."""
        face = self._face(delegate.language, False, news)
        return _letter(face, delegate.email, delegate.language, delegate.call_me or delegate.name_latin)

    def _face(self, language: str, own: bool, news: tuple[News, ...]) -> _Face:
        key = (language, own, news)
        face = self._faces.get(key)
        if face is None:
            if len(self._faces) >= _MOST_KEPT:
                self._faces.pop(next(iter(self._faces)))
            face = self._faces[key] = _Face(self._render(language, own, news), self._calendar(language, news))
        return face

    def _render(self, language: str, own: bool, news: tuple[News, ...]) -> RenderedMail:
        with force_locale(language.replace("-", "_")):
            items = [self._said_once(one, language) for one in news]
            zone = isolated(get_timezone_name(ZoneInfo(self._zone), width="long", locale=get_locale()))
        context: dict[str, Any] = {
            "event": self._event,
            "release": self._release,
            "name": _NAME,
            "own": own,
            "items": items,
            "zone": zone,
            "message": text_for(self._release.messages, language),
            "link": f"{self._base_url}/speaker/{_SECRET}/" if own else self._page("my-agenda/"),
            "programme_link": self._page("programme/"),
            "support_email": self._event.contact_email or current_app.extensions["summit_config"].support_email,
        }
        return render_mail(TEMPLATE, language, context)

    def _said_once(self, news: News, language: str) -> list[str]:
        """Return the lines of one slot, which stand in many mails."""
        key = (language, news)
        if key not in self._said:
            self._said[key] = self._lines(news, language)
        return self._said[key]

    def _lines(self, news: News, language: str) -> list[str]:
        """Return what is said of one slot: what happened, somebody's parts, the places."""
        before, after = self._old.slot_of.get(news.slot_id), self._new.slot_of.get(news.slot_id)
        programme = self._new if after else self._old
        session = programme.session_of[programme.slot_of[news.slot_id].session_id]
        title = isolated(text_for(session.titles, language))
        # Translators: what became of a session and its title, such as "Moved: Linen and hemp"
        lines = [_("%(news)s: %(title)s", news=_(NEWS_NAMES[news.kind]), title=title)]
        if news.roles:
            roles = comma().join(dict.fromkeys(_(ROLE_NAMES[role]) for role in news.roles))
            # Translators: somebody's parts in a session, such as "Speaker, Moderator"
            lines.append(_("As: %(roles)s", roles=roles))
        return lines + self._place_lines(news.kind, place_of(before), place_of(after), language)

    def _place_lines(
        self, kind: NewsKind, before: Placement | None, after: Placement | None, language: str
    ) -> list[str]:
        old, new = self._place(before, language), self._place(after, language)
        if kind is NewsKind.MOVED:
            # Translators: the old and the new time and hall of a session
            return [_("Before: %(place)s", place=old), _("Now: %(place)s", place=new)]
        if kind in _AT_ITS_END:
            # Translators: the time and hall of a session that does not take place
            return [_("It was planned for: %(place)s", place=old or new)]
        # Translators: the time and hall of a session
        return [_("Time and place: %(place)s", place=new)]

    def _place(self, place: Placement | None, language: str) -> str:
        if place is None:
            return ""
        halls = (self._halls[key] for key in place.hall_ids)
        return written_place(place, comma().join(isolated(text_for(names, language)) for names in halls), self._zone)

    @cached_property
    def _halls(self) -> dict[int, Any]:
        return {key: hall.names for key, hall in {**self._old.hall_of, **self._new.hall_of}.items()}

    @property
    def _zone(self) -> str:
        return self._new.time_zone

    def _calendar(self, language: str, news: tuple[News, ...]) -> Attachment:
        name = text_for(self._event.names, language)
        content = write_calendar(
            [self._entry(one) for one in news],
            name=name,
            language=language,
            time_zone=self._zone,
            base_url=self._base_url,
        )
        return Attachment(f"{self._event.slug}-{self._release.number}.ics", MEDIA_TYPE, content)

    def _entry(self, news: News) -> CalendarEntry:
        programme = self._new if news.slot_id in self._new.slot_of else self._old
        slot = programme.slot_of[news.slot_id]
        (entry,) = entries_of(programme, [slot], kind=news.entry, edition=self._event.slug)
        return replace(entry, is_cancelled=entry.is_cancelled or news.kind in _AT_ITS_END)

    @property
    def _base_url(self) -> str:
        return str(current_app.extensions["summit_config"].base_url).rstrip("/")

    def _page(self, path: str) -> str:
        return f"{self._base_url}/e/{self._event.slug}/{path}"


def written_place(place: Placement, halls: str, zone: str) -> str:
    """Return day, hours with the name of the venue's zone, and halls, in the present language."""
    locale, there = get_locale(), ZoneInfo(zone)
    start, end = place.starts_at.astimezone(there), place.ends_at.astimezone(there)
    text: str = _(
        "%(day)s, %(start)s–%(end)s (%(zone)s), %(halls)s",
        day=format_date(start.date(), format="full", locale=locale),
        start=format_time(start, format="short", locale=locale),
        end=format_time(end, format="short", locale=locale),
        zone=isolated(get_timezone_gmt(start, width="long", locale=locale)),
        halls=halls,
    )
    return text


def _letter(face: _Face, address: str, language: str, name: str, secret: str = "") -> Letter:
    rendered = face.rendered
    text = rendered.text.replace(_NAME, name).replace(_SECRET, secret)
    html = rendered.html.replace(_NAME, str(escape(name))).replace(_SECRET, secret)
    return Letter(address, language, TEMPLATE, RenderedMail(rendered.subject, text, html), (face.calendar,))
