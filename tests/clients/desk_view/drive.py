"""Drives the pages of the desk's view in Chromium, as an agent and a lead would, and looks at each as a screen reader would.

    drive.py [--chromium PROGRAM] [--pictures FOLDER] --axe axe.min.js SCENE

SCENE is a file of JSON: where the view is, who signs in, which ticket is answered with what, what is announced, and the texts
that a hostile report holds. Everything is done without JavaScript; only axe-core runs some, in windows of its own.

Prints one line of JSON for each thing that was done or looked at. Exits with 1 if any of them is not as it should be.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

# Nothing is written beside the programs.
sys.dont_write_bytecode = True

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# If axe did not look at these, it did not look at the page.
AXE_ALWAYS = {"color-contrast", "document-title", "html-has-lang", "landmark-one-main", "page-has-heading-one", "region"}
DESK, NARROWEST, HEIGHT = 1280, 320, 900
LANGUAGES = {"en": "light", "zh-Hans": "dark"}


class Told:
    def __init__(self):
        self.failed = False

    def line(self, what, ok, **more):
        self.failed |= not ok
        print(json.dumps({"what": what, "ok": bool(ok), **more}, ensure_ascii=False), flush=True)


def window(browser, scene, told, language, **options):
    """A window that asks nobody but the view, and in which nothing opens, runs or complains."""
    context = browser.new_context(
        viewport={"width": DESK, "height": HEIGHT},
        locale="zh-CN" if language == "zh-Hans" else "en-GB",
        color_scheme=LANGUAGES[language],
        service_workers="block",
        **options,
    )
    origin = urlsplit(scene["url"]).netloc

    def answer(route):
        if urlsplit(route.request.url).netloc == origin:
            route.continue_()
        else:
            told.line("a request elsewhere", False, host=urlsplit(route.request.url).netloc)
            route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    # A refusal's status is written there as well, and is no complaint about the page.
    bad = lambda message: message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text
    page.on("console", lambda message: bad(message) and told.line("the browser complains", False, text=message.text))
    page.on("pageerror", lambda error: told.line("a script failed", False))
    page.on("dialog", lambda dialog: (told.line("a dialog", False), dialog.dismiss()))
    page.on("popup", lambda _: told.line("a window", False))
    return context, page


def url(scene, path):
    return scene["url"].rstrip("/") + path


def sign_in(page, scene, name):
    page.goto(url(scene, "/login"))
    page.fill("[name=name]", name)
    page.fill("[name=password]", scene["password"])
    page.click("main form button")
    page.wait_for_url("**/queue")


def act(browser, scene, told):
    """Signs in, opens the report, sees the screenshot, answers, and signs out."""
    context, page = window(browser, scene, told, "en", java_script_enabled=False)
    page.goto(url(scene, "/queue"))
    told.line("who is not signed in is sent to sign in", "/login" in page.url)
    page.fill("[name=name]", scene["agent"])
    page.fill("[name=password]", "not the password")
    page.click("main form button")
    told.line("a wrong password is told", page.locator("[role=alert]").count() == 1)
    page.fill("[name=password]", scene["password"])
    page.click("main form button")
    told.line("the right one signs in", page.url.endswith("/queue"))

    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.outerHTML.slice(0, 80)")
    told.line("the first stop of the keyboard skips to the content", 'class="skip"' in focused, focused=focused)

    page.locator("a", has_text=scene["ticket"]).click()
    page.wait_for_url(f"**/reports/{scene['report']}")
    told.line("the report says what the person said", scene["note"] in page.locator("#said").inner_text())
    told.line("the checks are a picture", page.locator("svg.timeline rect").count() > 3)
    told.line("balances stand side by side", page.locator("#balances table").count() > 0)
    told.line("what was taken out is told", page.locator("#redacted").inner_text().strip().count("\n") > 0)

    picture = page.locator("ul.pictures img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    width = picture.evaluate("image => image.complete ? image.naturalWidth : 0")
    told.line("the screenshot is seen", width > 0, width=width)
    picture.click()
    enlarged = page.locator("img.enlarged")
    page.wait_for_load_state("networkidle")
    size = enlarged.evaluate("image => [image.naturalWidth, image.clientWidth]")
    told.line("and enlarged", size[0] == size[1] == scene["picture_width"], size=size)
    page.click("text=Back to the report")

    page.fill("textarea[name=text]", scene["answer"])
    page.click("text=Send the answer")
    told.line("the answer stands with the ticket", scene["answer"] in page.locator("#ticket").inner_text())
    page.click("text=Take this ticket")
    told.line("the trail says who did what", page.locator("#ticket td", has_text=scene["agent"]).count() >= 2)
    page.goto(url(scene, f"/reports/{scene['hostile']}"))
    told.line("a script in every field is text", "<script>" in page.locator("#said").inner_text() and page.title() != "taken over")
    page.click("text=Sign out")
    page.goto(url(scene, "/queue"))
    told.line("who signed out is out", "/login" in page.url)
    context.close()


def announce(browser, scene, told):
    """Sees the wave, and publishes an announcement of it as a lead."""
    context, page = window(browser, scene, told, "en", java_script_enabled=False)
    sign_in(page, scene, scene["lead"])
    rising = page.locator(".rising", has_text="Rising now").count()
    told.line("the queue warns of the wave", rising == 1, causes=page.locator("table.queue code").all_inner_texts())
    page.click("text=Look at the wave")
    told.line("the wave is drawn", page.locator("svg.chart rect").count() > 0)
    page.fill("[name=title_en]", scene["title_en"])
    page.fill("[name=title_zh]", scene["title_zh"])
    page.click("text=Publish")
    told.line("the announcement stands", page.locator("article h2", has_text=scene["title_en"]).count() == 1)
    context.close()


def paths(scene):
    report = f"/reports/{scene['report']}"
    return {
        "login": None,
        "queue": "/queue?state=all",
        "report": report,
        "hostile": f"/reports/{scene['hostile']}",
        "refused": f"/reports/{scene['refused']}",
        "picture": f"{report}/files/{scene['picture']}",
        "waves": "/waves",
        "wave": f"/wave?cause={scene['cause']}",
        "announcements": "/announcements",
        "problem": "/nothing",
    }


def look(browser, scene, told, language, pictures, axe):
    """Looks at every page with axe-core, which needs scripts and so a window without the policy."""
    context, page = window(browser, scene, told, language, bypass_csp=True)
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}}
    for name, path in paths(scene).items():
        page.set_viewport_size({"width": DESK, "height": HEIGHT})
        if path is None:
            page.goto(url(scene, "/login"))
        else:
            if name == "queue":
                sign_in(page, scene, scene["lead"])
            page.goto(url(scene, path))
        page.wait_for_load_state("networkidle")
        if pictures and name not in ("hostile", "problem"):
            page.screenshot(path=str(pictures / f"{name}.{language}.png"), full_page=name not in ("report", "refused"))
            if name == "report":
                page.locator("#checks figure").screenshot(path=str(pictures / f"timeline.{language}.png"))
        # All of it, also what is folded.
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        result = axe.run(page, options=options).response
        known = {rule["id"] for kind in ("passes", "violations", "incomplete") for rule in result[kind]}
        faults = [{"rule": fault["id"], "impact": fault["impact"], "at": fault["nodes"][0]["target"]} for fault in result["violations"]]
        told.line(f"axe finds no fault in {name}", not faults and AXE_ALWAYS <= known, language=language, faults=faults, missed=sorted(AXE_ALWAYS - known))
        same = page.evaluate("document.documentElement.lang") == language
        scripts = page.evaluate("document.scripts.length")
        calm = scripts == 0 and "taken over" not in page.title()
        told.line(f"{name} speaks its language and runs nothing", same and calm, language=language)
        page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        told.line(f"{name} fits a narrow window", wide <= 0, language=language, over=wide)
    # That axe would have told of a fault at all.
    page.evaluate("document.querySelector('main').innerHTML += '<img src=\"/style.css\"><p style=\"color:#777;background:#888\">Words that are too pale</p>'")
    told_of = {fault["id"] for fault in axe.run(page, options=options).response["violations"]}
    told.line("axe tells of a picture without words and of pale ones", {"image-alt", "color-contrast"} <= told_of, told=sorted(told_of))
    context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--axe", type=Path, required=True)
    parser.add_argument("scene", type=Path)
    arguments = parser.parse_args()
    scene, told = json.loads(arguments.scene.read_text(encoding="utf-8")), Told()
    with sync_playwright() as playwright:
        # No sandbox within a container's root; what is opened are pages of the view.
        browser = playwright.chromium.launch(executable_path=arguments.chromium, args=["--no-sandbox"])
        act(browser, scene, told)
        announce(browser, scene, told)
        for language in LANGUAGES:
            look(browser, scene, told, language, arguments.pictures, Axe.from_file(arguments.axe))
        browser.close()
    sys.exit(1 if told.failed else 0)


main()
