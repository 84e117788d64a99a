"""What has changed in the programme, release by release: for readers as a page, for their programs as a feed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, render_template, request, url_for
from flask_babel import force_locale
from markupsafe import Markup

from summit.events.models import Event
from summit.sheets.rules import without_controls
from summit.web.access import current_edition, public
from summit.web.filters import localized, text_for
from summit.web.locale import LANGUAGE_NAMES, current_language

from ..models import Release
from ..queries.releases import list_releases
from ..rules.changes import Changes, SlotChange, changes_from_json
from .blueprints import programme_bp
from .change_words import TONES, ChangeGroup, Link, Writer, groups_of, others_of, zone_words
from .programme.answering import answer, build_mark
from .programme.shown import current_release

_PAGE = 20
_MOST_IN_FEED = 20
_LARGEST = 2**31
_MEDIA_TYPE = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One release in the reader's words; the first one has no groups, because everything in it is new."""

    release: Release
    message: str | Markup
    groups: tuple[ChangeGroup, ...]
    others: tuple[str, ...]
    zone_name: str

    @property
    def is_first(self) -> bool:
        """Tell whether nothing was public before."""
        return self.release.number == 1


@programme_bp.get("/changes/")
@public
def changes(edition: str) -> Response:
    """Tell readers what is new, moved, changed and cancelled, the newest release first."""
    event = current_edition()
    before, newest = _before(), current_release(event)
    parts = ("changes", event.slug, event.version, newest.number if newest else 0)
    return answer(parts, lambda: _write_page(event, before))


def _before() -> int | None:
    """Return the number below which the list goes on; anything but a number of a release means the newest."""
    wanted = request.args.get("before", type=int)
    return wanted if wanted is not None and 0 < wanted < _LARGEST else None


def _write_page(event: Event, before: int | None) -> str:
    rows = list_releases(event.id, before=before, limit=_PAGE + 1)
    older = rows[_PAGE - 1].number if len(rows) > _PAGE else None
    return render_template(
        "agenda/programme/changes.html",
        event=event,
        chapters=[_chapter(row, _page_of, localized) for row in rows[:_PAGE]],
        older=older,
        before=before,
        tones=TONES,
    )


def _chapter(row: Release, link: Link, write: Writer) -> Chapter:
    found: Changes = changes_from_json(row.changes)
    is_first = row.number == 1
    return Chapter(
        release=row,
        message=write(row.messages),
        groups=() if is_first else tuple(groups_of(found, link, write=write)),
        others=tuple(others_of(found)),
        zone_name=zone_words(found.zone),
    )


def _page_of(change: SlotChange) -> str:
    return url_for("programme.session", code=change.code)


@programme_bp.get("/changes.atom")
@public
def changes_feed(edition: str) -> Response:
    """Hand out the latest releases as an Atom feed (RFC 4287), in the language that ``lang`` names."""
    event, language = current_edition(), _feed_language()
    newest = current_release(event)
    mark = f"{event.slug}-{event.version}-{newest.number if newest else 0}-{language}-{build_mark()}"
    known = request.if_none_match.contains_weak(mark)
    response = Response(status=304) if known else Response(_write_feed(event, language), content_type=_MEDIA_TYPE)
    response.set_etag(mark)
    response.last_modified = newest.created_at if newest else event.created_at
    response.headers["Cache-Control"] = "public, max-age=300" if event.is_public else "private, no-cache"
    response.vary.update(() if request.args.get("lang") else ("Cookie", "Accept-Language"))
    return response


def _feed_language() -> str:
    wanted = request.args.get("lang", "")
    return wanted if wanted in LANGUAGE_NAMES else current_language()


def _write_feed(event: Event, language: str) -> str:
    rows = list_releases(event.id, limit=_MOST_IN_FEED)
    with force_locale(language.replace("-", "_")):
        # Without the frame of a page: a feed has no menu and no reader.
        return current_app.jinja_env.get_template("agenda/programme/changes.atom.xml").render(
            language=language,
            chapters=[_chapter(row, _absolute_page_of, lambda texts: text_for(texts, language)) for row in rows],
            feed_id=_tag(event, f"changes/{language}"),
            entry_id=lambda row: _tag(event, f"releases/{row.number}/{language}"),
            page=_absolute("programme.changes"),
            address=_absolute("programme.changes_feed", lang=language),
            updated=rows[0].created_at if rows else event.created_at,
            name=text_for(event.names, language),
            plain=without_controls,
        )


def _absolute_page_of(change: SlotChange) -> str:
    return _absolute("programme.session", code=change.code)


def _absolute(endpoint: str, **values: Any) -> str:
    base_url: str = current_app.extensions["summit_config"].base_url
    return base_url.rstrip("/") + url_for(endpoint, **values).removeprefix(request.script_root)


def _tag(event: Event, name: str) -> str:
    """Return a tag URI (RFC 4151): an edition's slug and day of making never change."""
    host = urlsplit(current_app.extensions["summit_config"].base_url).hostname or "localhost"
    return f"tag:{host},{event.created_at:%Y-%m-%d}:{event.slug}/{name}"
