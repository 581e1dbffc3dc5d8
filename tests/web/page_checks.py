"""Strict checks of one page, called by the test client for every page it opens."""

from collections import Counter
from itertools import pairwise

from lxml import html as parser
from lxml.html import HtmlElement

PRODUCT = "办件台账"
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


def check_page(text: str, *, path: str = "") -> None:
    """Fail with everything that is wrong with the page at ``path``."""
    faults = page_faults(text)
    assert not faults, f"{path}:\n" + "\n".join(faults)


def page_faults(text: str) -> list[str]:
    """What is wrong, as sentences. A piece of a page, as scripts fetch it, has no title and no main heading."""
    root = parser.document_fromstring(text)
    if "<html" not in text:
        return [*_check_tables(root), *_check_policy(root)]
    return [
        *_check_title(root),
        *_check_headings(root),
        *_check_ids(root),
        *_check_labels(root),
        *_check_tables(root),
        *_check_forms(root),
        *_check_policy(root),
    ]


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _check_title(root: HtmlElement) -> list[str]:
    title = root.findtext(".//title") or ""
    page, separator, product = title.partition(" · ")
    if not separator or product != PRODUCT or not page.strip():
        return [f"title is {title!r}, it should be 页名 · {PRODUCT}"]
    return [] if root.get("lang") == "zh-CN" else ["html has no lang=zh-CN"]


def _check_headings(root: HtmlElement) -> list[str]:
    headings = [found for found in root.xpath("//h1|//h2|//h3|//h4") if not found.xpath("ancestor::dialog")]
    levels = [int(heading.tag[1]) for heading in headings]
    faults = [] if levels.count(1) == 1 else [f"{levels.count(1)} main headings instead of one"]
    faults += [f"empty heading {heading.tag}" for heading in headings if not _words(heading)]
    faults += [
        f"heading level jumps from {before} to {after}"
        for before, after in pairwise(levels)
        if after > before + 1
    ]
    return faults


def _check_ids(root: HtmlElement) -> list[str]:
    ids = Counter(root.xpath("//@id"))
    faults = [f"id {name} occurs {times} times" for name, times in ids.items() if times > 1]
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
        for value in root.xpath(f"//@{attribute}"):
            faults += [
                f"{attribute} names {name}, which is not there" for name in value.split() if name not in ids
            ]
    keys = Counter(root.xpath("//@accesskey"))
    return faults + [f"access key {key} occurs {times} times" for key, times in keys.items() if times > 1]


def _check_labels(root: HtmlElement) -> list[str]:
    labelled = set(root.xpath("//label/@for"))
    ids = set(root.xpath("//@id"))
    faults = []
    for field in root.xpath("//input|//select|//textarea"):
        if field.get("type", "text") in UNLABELLED:
            continue
        named = field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")
        if not named and not field.xpath("ancestor::label"):
            faults.append(f"field {field.get('name')} has no label")
    faults += [f"label for {name}, which is not there" for name in sorted(labelled - ids)]
    faults += ["a button without words" for button in root.xpath("//button") if not _words(button)]
    return faults


def _check_tables(root: HtmlElement) -> list[str]:
    faults = []
    for table in root.xpath("//table"):
        if not table.xpath("./caption") and not table.get("aria-labelledby"):
            faults.append(f"table {_words(table)[:30]!r} has neither caption nor aria-labelledby")
        for head in table.xpath(".//th"):
            if not _words(head) and not head.xpath(".//*[@aria-label]"):
                faults.append(f"empty table head in {_words(table)[:30]!r}")
            if not head.get("scope"):
                faults.append(f"table head {_words(head)!r} has no scope")
    return faults


def _check_forms(root: HtmlElement) -> list[str]:
    posts = [form for form in root.xpath("//form") if form.get("method", "get").lower() == "post"]
    faults = [
        f"form to {form.get('action')} carries no csrf token"
        for form in posts
        if not form.xpath(".//input[@name='csrf_token' and string-length(@value) > 0]")
    ]
    return faults + ["a form inside a form" for _ in root.xpath("//form//form")]


def _check_policy(root: HtmlElement) -> list[str]:
    faults = [f"inline style on {element.tag}" for element in root.xpath("//*[@style]")]
    faults += ["an inline script" for _ in root.xpath("//script[not(@src)]")]
    addresses = root.xpath("//link/@href|//script/@src|//img/@src|//form/@action")
    return faults + [f"{address} lies outside" for address in addresses if "//" in address.split("?")[0]]
