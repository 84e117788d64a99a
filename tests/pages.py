"""What every page must be: valid, titled, headed once, nothing inline, everything labelled."""

import re
from collections import Counter

import html5lib
from bs4 import BeautifulSoup

_HANDLER = re.compile(r"^on[a-z]+$")
_HARMLESS = {"expected-doctype-but-got-start-tag"}


def check_page(html: str, policy: str) -> None:
    """Fail with a message that says how to mend the page."""
    faults = [*_syntax_faults(html), *_structure_faults(BeautifulSoup(html, "html5lib"), policy)]
    assert not faults, "This page breaks the house rules (tests/pages.py):\n- " + "\n- ".join(faults)


def _syntax_faults(html: str) -> list[str]:
    parser = html5lib.HTMLParser()
    parser.parse(html)
    faults = [(place, code) for place, code, _ in parser.errors if code not in _HARMLESS]
    return [f"invalid HTML at line {place[0]}: {code}; mend the template" for place, code in faults[:5]]


def _structure_faults(page: BeautifulSoup, policy: str) -> list[str]:
    return [
        *_outline_faults(page),
        *_id_faults(page),
        *_inline_faults(page, policy),
        *_label_faults(page),
    ]


def _outline_faults(page: BeautifulSoup) -> list[str]:
    faults = []
    if len(page.find_all("h1")) != 1:
        faults.append(f"{len(page.find_all('h1'))} h1 elements; use page_header() exactly once")
    if not (page.title and page.title.get_text(strip=True)):
        faults.append("no title; fill {% block title %}")
    if not page.html.get("lang") or page.html.get("dir") not in {"ltr", "rtl"}:
        faults.append("html needs lang and dir; extend base.html")
    return faults


def _id_faults(page: BeautifulSoup) -> list[str]:
    ids = Counter(tag["id"] for tag in page.find_all(id=True))
    faults = [f"id {name!r} stands {count} times; make it unique" for name, count in ids.items() if count > 1]
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for tag in page.find_all(attrs={attribute: True}):
            value = tag[attribute] if isinstance(tag[attribute], list) else tag[attribute].split()
            faults += [f"{attribute} names {name!r}, which is nowhere" for name in value if name not in ids]
    return faults


def _inline_faults(page: BeautifulSoup, policy: str) -> list[str]:
    faults = []
    for tag in page.find_all(True):
        inline = [name for name in tag.attrs if _HANDLER.match(name) or name == "style"]
        faults += [f"<{tag.name} {name}=…> is inline; use a class or a module" for name in inline]
    for tag in page.find_all(["script", "style"]):
        if tag.get("type") == "application/json":
            continue
        if f"'nonce-{tag.get('nonce')}'" not in policy:
            faults.append(f'<{tag.name}> without the nonce of its policy; write nonce="{{{{ csp_nonce }}}}"')
    return faults


def _label_faults(page: BeautifulSoup) -> list[str]:
    labelled = {label["for"] for label in page.find_all("label", attrs={"for": True})}
    faults = []
    for tag in page.find_all(["input", "select", "textarea"]):
        hidden = tag.get("type") in {"hidden", "submit"}
        named = tag.get("id") in labelled or tag.get("aria-label") or tag.get("aria-labelledby")
        if not hidden and not named and tag.find_parent("label") is None:
            faults.append(f"field {tag.get('name')!r} has no label; use the field() macro")
    faults += [f"image {tag.get('src')!r} has no alt" for tag in page.find_all("img") if not tag.has_attr("alt")]
    return faults
