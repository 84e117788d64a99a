"""What every page must be: valid, titled, headed once, nothing inline, everything labelled.

A page is parsed once, into plain elements: the suite looks at thousands of pages, and this is half of what they cost.
"""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

_HANDLER = re.compile(r"^on[a-z]+$")
_HARMLESS = {"expected-doctype-but-got-start-tag"}


def check_page(html: str, policy: str) -> None:
    """Fail with a message that says how to mend the page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = Page(parser.parse(html))
    faults = [*_syntax_faults(parser), *_structure_faults(page, policy)]
    assert not faults, "This page breaks the house rules (tests/pages.py):\n- " + "\n- ".join(faults)


class Page:
    """The elements of a page by their names, drawings inside it included."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.named = [(each.tag.rpartition("}")[2], each) for each in root.iter() if isinstance(each.tag, str)]

    def all(self, *names: str) -> Iterator[Element]:
        """Yield the elements of these names, in order."""
        return (element for name, element in self.named if name in names)

    def having(self, attribute: str) -> Iterator[Element]:
        """Yield the elements with this attribute, in order."""
        return (element for _, element in self.named if attribute in element.attrib)


def _syntax_faults(parser: html5lib.HTMLParser) -> list[str]:
    faults = [(place, code) for place, code, _ in parser.errors if code not in _HARMLESS]
    return [f"invalid HTML at line {place[0]}: {code}; mend the template" for place, code in faults[:5]]


def _structure_faults(page: Page, policy: str) -> list[str]:
    return [
        *_outline_faults(page),
        *_id_faults(page),
        *_inline_faults(page, policy),
        *_label_faults(page),
    ]


def _outline_faults(page: Page) -> list[str]:
    faults = []
    headings = len(list(page.all("h1")))
    if headings != 1:
        faults.append(f"{headings} h1 elements; use page_header() exactly once")
    title = next(page.all("title"), None)
    if title is None or not "".join(title.itertext()).strip():
        faults.append("no title; fill {% block title %}")
    if not page.root.get("lang") or page.root.get("dir") not in {"ltr", "rtl"}:
        faults.append("html needs lang and dir; extend base.html")
    return faults


def _id_faults(page: Page) -> list[str]:
    ids = Counter(element.get("id") for element in page.having("id"))
    faults = [f"id {name!r} stands {count} times; make it unique" for name, count in ids.items() if count > 1]
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for element in page.having(attribute):
            names = element.get(attribute, "").split()
            faults += [f"{attribute} names {name!r}, which is nowhere" for name in names if name not in ids]
    return faults


def _inline_faults(page: Page, policy: str) -> list[str]:
    faults = []
    for tag, element in page.named:
        inline = [name for name in element.attrib if _HANDLER.match(name) or name == "style"]
        faults += [f"<{tag} {name}=…> is inline; use a class or a module" for name in inline]
    for tag, element in page.named:
        if tag not in {"script", "style"} or element.get("type") == "application/json":
            continue
        if f"'nonce-{element.get('nonce')}'" not in policy:
            faults.append(f'<{tag}> without the nonce of its policy; write nonce="{{{{ csp_nonce }}}}"')
    return faults


def _label_faults(page: Page) -> list[str]:
    labelled = {label.get("for") for label in page.all("label")} - {None}
    within = {id(element) for label in page.all("label") for element in label.iter()}
    faults = []
    for element in page.all("input", "select", "textarea"):
        hidden = element.get("type") in {"hidden", "submit"}
        named = element.get("id") in labelled or element.get("aria-label") or element.get("aria-labelledby")
        if not hidden and not named and id(element) not in within:
            faults.append(f"field {element.get('name')!r} has no label; use the field() macro")
    images = page.all("img")
    faults += [f"image {image.get('src')!r} has no alt" for image in images if "alt" not in image.attrib]
    return faults
