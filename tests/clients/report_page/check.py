"""Opens report pages in Chromium and looks at them as a reader, a screen reader and a firewall would.

    check.py [--chromium PROGRAM] LANG=FILE...    such as en=report.html zh-Hans=report.html
    check.py [--chromium PROGRAM] --selftest      breaks a page in every way and sees that each is told

Prints one line of JSON for each file: what was checked, or which rule is broken where, and nothing of what the page
says. Exits with 1 if any rule is broken.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

# Nothing is written beside the programs.
sys.dont_write_bytecode = True

import broken  # noqa: E402: only after that is said
from looks import DOM, LAYOUT, PATH, PRINTED, PUT_IN, TABLES, WATCH  # noqa: E402

RULES = {
    "network.request": "something other than the page itself is asked for",
    "network.console": "the browser complains about the page",
    "network.refused": "the page's own policy refuses something that is in it",
    "network.window": "the page opens a dialog or a window, or downloads something",
    "policy.missing": "there is no policy, more than one, or it comes after what it should govern",
    "policy.weak": "the policy allows more than styles within the page",
    "policy.idle": "a script or a remote picture that is put into the page is not refused",
    "dom.element": "an element that runs, loads, embeds or sends something",
    "dom.handler": "an attribute that is a script",
    "dom.reference": "an attribute that refers to something outside of the page",
    "dom.style": "a style that refers to something, or is imported",
    "text.script": "without JavaScript the page says something else",
    "tree.language": "the page's language is not the expected one",
    "tree.main": "there is not exactly one main landmark",
    "tree.title": "there is not exactly one heading of the first level, or it is not the first",
    "tree.jump": "a heading is more than one level below the one before it, or empty",
    "tree.caption": "a table has no caption, or is none to a screen reader",
    "tree.header": "a table or a row of it has no header cell, or a header cell has no scope",
    "layout.overflow": "something is wider than the window",
    "layout.region": "a table that is too wide does not scroll in a named region of its own",
    "layout.keyboard": "a region that scrolls does not do so by the keyboard",
    "print.clipped": "on paper something is cut off",
    "print.pale": "on paper, which is white, words are too pale to read",
    "print.empty": "printing gives nothing",
    "axe.idle": "a rule that must apply to every page was not looked at",
}

# The narrowest window of WCAG 1.4.10, a small phone, a desk.
NARROWEST, PHONE, DESK = 320, 360, 1280
HEIGHT = 800
# A4 without the margins below, in CSS pixels.
PAPER = 718
PAPER_MARGIN = "10mm"
# An empty document is smaller.
MIN_PDF_BYTES = 2_000
# How long the page may still ask for something once it is loaded, in milliseconds.
SETTLE_MS = 100
# How long scrolling may take to begin, and how often that is looked at.
KEYBOARD_MS, KEYBOARD_EACH_MS = 2_000, 50
# So many places are told of one rule.
MAX_PLACES = 10

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# If axe did not look at these, it did not look at the page.
AXE_ALWAYS = {"color-contrast", "document-title", "html-has-lang", "landmark-one-main", "page-has-heading-one", "region"}

NOBODY = "https://nobody.invalid/"


def run(page, body):
    return page.evaluate("() => {" + body + "}")


class Looked:
    """What was found of one page, and how much was looked at."""

    def __init__(self):
        self.found, self.counts = {}, {}

    def tell(self, rule, place=""):
        places = self.found.setdefault(rule, [])
        if place not in places and len(places) < MAX_PLACES:
            places.append(place)

    def tell_all(self, found):
        for rule, place in found:
            self.tell(rule, place)

    def lines(self, name, language):
        start = {"file": name, "lang": language}
        if not self.found:
            return json.dumps({**start, "ok": True, **self.counts})
        told = [{"rule": rule, "why": RULES.get(rule, "see the rule of axe-core"), "at": self.found[rule]} for rule in self.found]
        return json.dumps({**start, "ok": False, "violations": told})


class Window:
    """One way to open the page: what it asks for is written down, and nothing but the file itself is given."""

    def __init__(self, browser, file, looked, **options):
        self.url, self.looked = file.resolve().as_uri(), looked
        self.served, self.asked_for, self.watching = 0, 0, True
        options = {"viewport": {"width": DESK, "height": HEIGHT}, "service_workers": "block", **options}
        self.context = browser.new_context(offline=True, **options)
        self.context.add_init_script(WATCH)
        self.context.route("**/*", self.answer)
        self.page = self.context.new_page()
        self.page.on("console", self.said)
        self.page.on("pageerror", lambda _: self.tell("network.console", "error"))
        self.page.on("websocket", lambda _: self.tell("network.request", "websocket"))
        self.page.on("download", lambda _: self.tell("network.window", "download"))
        self.page.on("popup", lambda _: self.tell("network.window", "popup"))
        self.page.on("dialog", self.asked)

    def __enter__(self):
        self.page.goto(self.url, wait_until="load")
        self.page.wait_for_timeout(SETTLE_MS)
        return self

    def __exit__(self, *_):
        self.context.close()

    def tell(self, rule, place):
        if self.watching:
            self.looked.tell(rule, place)

    def answer(self, route):
        request = route.request
        if request.url == self.url and request.is_navigation_request() and not self.served:
            self.served = 1
            route.continue_()
        else:
            self.asked_for += 1
            self.tell("network.request", f"{request.resource_type} by {urlsplit(request.url).scheme}")
            route.abort()

    def said(self, message):
        if message.type in ("error", "warning"):
            self.tell("network.console", f"{message.type} of line {message.location.get('lineNumber', 0) + 1}")

    def asked(self, dialog):
        self.tell("network.window", "dialog")
        dialog.dismiss()


def check_policy(policy, looked):
    if policy is None:
        looked.tell("policy.missing", "html > head")
        return
    directives = [directive.split() for directive in policy.split(";") if directive.strip()]
    allowed = {name.lower(): values for name, *values in directives}
    own_style = lambda value: value in ("'none'", "'unsafe-inline'") or re.fullmatch(r"'sha(256|384|512)-[\w+/=-]+'", value)
    for name, values in allowed.items():
        if not all(value == "'none'" or (name == "style-src" and own_style(value)) for value in values):
            looked.tell("policy.weak", name)
    if allowed.get("default-src") != ["'none'"]:
        looked.tell("policy.weak", "default-src")


def check_document(window, looked):
    """What the page is made of, and that its policy is in force. Returns its text."""
    dom = run(window.page, DOM)
    looked.tell_all(dom["found"])
    check_policy(dom["policy"], looked)
    looked.tell_all(["network.refused", directive] for directive in window.page.evaluate("refused"))
    looked.counts.update(requests=window.served, elements=dom["elements"], characters=len(dom["text"]))
    return dom


def check_in_force(window, looked):
    """Changes the page, so it comes last."""
    window.watching, window.asked_for = False, 0
    window.page.evaluate(PUT_IN, NOBODY)
    window.page.wait_for_timeout(SETTLE_MS)
    if window.asked_for or window.page.evaluate("globalThis.ran === true"):
        looked.tell("policy.idle", "html > head")


def check_tree(window, language, dom, looked):
    """What a screen reader is given."""
    if dom["language"] != language:
        looked.tell("tree.language", "html")
    tables = run(window.page, TABLES)
    looked.tell_all(tables["found"])

    session = window.context.new_cdp_session(window.page)
    nodes = [node for node in session.send("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    by_role = {}
    for node in nodes:
        by_role.setdefault(node.get("role", {}).get("value"), []).append(node)
    of = lambda role: by_role.get(role, [])
    name = lambda node: node.get("name", {}).get("value", "").strip()

    if len(of("main")) != 1:
        looked.tell("tree.main", "html > body")
    level = lambda node: next(it["value"]["value"] for it in node["properties"] if it["name"] == "level")
    levels = [level(heading) for heading in of("heading")]
    if levels.count(1) != 1 or levels[0] != 1:
        looked.tell("tree.title", "html > body")
    for heading, (above, below) in zip(of("heading"), zip([0, *levels], levels)):
        if below > above + 1 or not name(heading):
            looked.tell("tree.jump", place(session, heading))
    for table in of("table"):
        if not name(table):
            looked.tell("tree.caption", place(session, table))
    # One that is only there for the looks is no table to a screen reader.
    if len(of("table")) != tables["tables"]:
        looked.tell("tree.caption", "html > body")
    if len(of("columnheader")) + len(of("rowheader")) != tables["headers"]:
        looked.tell("tree.header", "html > body")
    looked.counts.update(headings=len(levels), tables=tables["tables"], headers=tables["headers"], cells=len(of("cell")))
    session.detach()


def place(session, node):
    element = session.send("DOM.resolveNode", {"backendNodeId": node["backendDOMNodeId"]})["object"]["objectId"]
    function = "function () {" + PATH + "return path(this); }"
    call = {"objectId": element, "functionDeclaration": function, "returnByValue": True}
    return session.send("Runtime.callFunctionOn", call)["result"]["value"]


def check_layout(window, looked):
    page, regions = window.page, 0
    for width in (DESK, PHONE, NARROWEST):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        layout = run(page, LAYOUT)
        looked.tell_all((rule, f"{place} at {width} px") for rule, place in layout["found"])
        if layout["regions"]:
            regions = max(regions, len(layout["regions"]))
            if not scrolls_by_keyboard(page, layout["regions"][0]):
                looked.tell("layout.keyboard", f"{layout['regions'][0]} at {width} px")
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    looked.counts.update(widths=[DESK, PHONE, NARROWEST], scrolling=regions)


def scrolls_by_keyboard(page, region):
    page.locator(region).focus()
    page.keyboard.press("ArrowRight")
    # Asked again and again from here: waiting within the page needs `eval`, which its policy refuses.
    for _ in range(KEYBOARD_MS // KEYBOARD_EACH_MS):
        if page.evaluate("document.activeElement.scrollLeft") > 0:
            return True
        page.wait_for_timeout(KEYBOARD_EACH_MS)
    return False


def check_print(window, looked):
    page = window.page
    page.set_viewport_size({"width": PAPER, "height": HEIGHT})
    # Whoever has their computer dark has white paper all the same.
    page.emulate_media(media="print", color_scheme="dark")
    looked.tell_all(run(page, PRINTED)["found"])
    page.emulate_media(media="null")
    margin = {side: PAPER_MARGIN for side in ("top", "right", "bottom", "left")}
    pdf = page.pdf(format="A4", margin=margin)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    if not pdf.startswith(b"%PDF-") or len(pdf) < MIN_PDF_BYTES or not pages:
        looked.tell("print.empty", "html")
    looked.counts.update(pdf_bytes=len(pdf), pdf_pages=pages)


def check_axe(browser, file, looked):
    """Without the policy, which axe's own script would break. So this also tells what the page would ask for if there were none."""
    axe, runs, passed, unsure = Axe(), 0, set(), set()
    # Paths and no selectors, in which there would be ids and labels.
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "xpath": True, "selectors": False}
    with Window(browser, file, looked, bypass_csp=True) as window:
        for scheme in ("light", "dark"):
            for width in (DESK, PHONE):
                window.page.emulate_media(color_scheme=scheme)
                window.page.set_viewport_size({"width": width, "height": HEIGHT})
                result = axe.run(window.page, options=options).response
                runs += 1
                for violation in result["violations"]:
                    for node in violation["nodes"]:
                        looked.tell(f"axe.{violation['id']}", f"{''.join(node['xpath'])} at {width} px, {scheme}")
                passed |= {rule["id"] for rule in result["passes"]}
                unsure |= {rule["id"] for rule in result["incomplete"]}
                told = {rule["id"] for kind in ("passes", "violations", "incomplete") for rule in result[kind]}
                looked.tell_all(("axe.idle", rule) for rule in sorted(AXE_ALWAYS - told))
    looked.counts.update(axe_runs=runs, axe_passed=len(passed), axe_unsure=sorted(unsure))


def check(browser, file, language, with_axe=True):
    looked = Looked()
    with Window(browser, file, looked) as window:
        dom = check_document(window, looked)
        check_tree(window, language, dom, looked)
        check_layout(window, looked)
        check_print(window, looked)
        check_in_force(window, looked)
    with Window(browser, file, looked, java_script_enabled=False) as window:
        plain = run(window.page, DOM)
        looked.tell_all(plain["found"])
        if plain["text"] != dom["text"] or not plain["text"].strip():
            looked.tell("text.script", "html")
    if with_axe:
        check_axe(browser, file, looked)
    return looked


def selftest(browser):
    """Every rule of ours, and those of axe that the broken pages name, are told of the page that breaks them; of a good page none is."""
    wrong, seen = [], set()
    with tempfile.TemporaryDirectory() as folder:
        for page in broken.pages():
            file = Path(folder) / f"{page.name}.html"
            file.write_text(page.html, encoding="utf-8")
            # Axe takes most of the time.
            with_axe = not page.rules or any(rule.startswith(("axe.", "network.")) for rule in page.rules)
            looked = check(browser, file, "en", with_axe)
            told, line = set(looked.found), looked.lines(file.name, "en")
            seen |= told
            right = page.rules <= told and (page.rules or not told) and broken.SAID not in line
            wrong += [] if right else [page.name]
            print(json.dumps({"broken": page.name, "ok": bool(right), "expected": sorted(page.rules), "told": sorted(told)}))
    # No page prints to nothing.
    never = set(RULES) - seen - {"print.empty", "axe.idle"}
    print(json.dumps({"selftest": not wrong and not never, "wrong": wrong, "never_told": sorted(never)}))
    return not wrong and not never


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--chromium", default=shutil.which("chromium"))
    arguments.add_argument("--selftest", action="store_true")
    arguments.add_argument("pages", nargs="*", metavar="LANG=FILE")
    given = arguments.parse_args()
    if not given.chromium:
        arguments.error("there is no program 'chromium' here: install Debian's package of that name")
    if not given.selftest and not given.pages or any("=" not in page for page in given.pages):
        arguments.error("accepted: --selftest, or pages such as en=report.html")

    good = True
    with sync_playwright() as playwright:
        # CI is root, where the sandbox does not start. No name leads anywhere.
        options = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
        browser = playwright.chromium.launch(executable_path=given.chromium, args=options)
        if given.selftest:
            good &= selftest(browser)
        for page in given.pages:
            language, _, file = page.partition("=")
            looked = check(browser, Path(file), language)
            print(looked.lines(Path(file).name, language), flush=True)
            good &= not looked.found
        browser.close()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
