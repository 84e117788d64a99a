"""From one text template to subject, plain text and HTML in the recipient's language."""

import re
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale

from summit.web.filters import text_for
from summit.web.locale import text_direction


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """What the recipient will read."""

    subject: str
    text: str
    html: str


def render_mail(template: str, language: str, context: dict[str, Any]) -> RenderedMail:
    """Render ``templates/<package>/mails/<name>.txt``: its first line is the subject, then paragraphs.

    An address of ours alone on a line becomes a button in the HTML; ``label: address`` gives it words.
    """
    with force_locale(language.replace("-", "_")):
        package, name = template.split("/")
        source = current_app.jinja_env.get_template(f"{package}/mails/{name}.txt")
        words = {"language": language, "text_for": lambda texts: text_for(texts, language)}
        raw = source.render(**words, **context)
        subject, _, body = raw.strip().partition("\n")
        text = re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n"
        html = current_app.jinja_env.get_template("mail/layout.html").render(
            subject=_one_line(subject),
            blocks=[_block(part) for part in text.strip().split("\n\n")],
            mail_language=language,
            mail_direction=text_direction(language),
        )
    return RenderedMail(_one_line(subject), text, html)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _block(paragraph: str) -> tuple[str, str, str]:
    """Return (kind, words, address) of a paragraph: ``text`` or ``button``.

    Only our own addresses become buttons, because a stranger's name in a mail may end in another's.
    """
    own = re.escape(current_app.extensions["summit_config"].base_url.rstrip("/"))
    match = re.fullmatch(rf"(?s)(.*?):?\s*({own}/\S*)", paragraph.strip())
    return ("button", match[1], match[2]) if match else ("text", paragraph, "")
