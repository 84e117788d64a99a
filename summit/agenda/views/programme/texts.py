"""Long texts that people write per language: paragraphs, nothing else."""

import re
from collections.abc import Mapping

from markupsafe import Markup

from summit.web.filters import pick_text
from summit.web.locale import current_language, text_direction

from ..blueprints import programme_bp

_BLANK_LINES = re.compile(r"\n\s*\n")


@programme_bp.app_template_filter("paragraphs")
def paragraphs(texts: Mapping[str, str]) -> Markup:
    """Return the text in the reader's language, or what there is, in paragraphs marked with another language.

    Paragraphs are divided where the writer left a line empty; single breaks stay breaks.
    """
    tag, text = pick_text(texts, current_language())
    opening = Markup("<p>")
    if tag not in {current_language(), ""}:
        opening = Markup('<p lang="{}" dir="{}">').format(tag, text_direction(tag))
    parts = (part.strip() for part in _BLANK_LINES.split(text) if part.strip())
    return Markup().join(opening + Markup("<br>").join(part.splitlines()) + Markup("</p>") for part in parts)
