"""A good page, and the same broken in one way each."""

from dataclasses import dataclass

# Stands in every page, and must not stand in what is printed about it.
SAID = "between-you-and-me"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="

POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
TABLE = (
    f'<div class="scroll" role="region" aria-labelledby="t" tabindex="0"><table><caption id="t">{SAID}</caption>'
    '<thead><tr><th scope="col">What</th><th scope="col">Value</th></tr></thead>'
    '<tbody><tr><th scope="row">Name</th><td>Value</td></tr></tbody></table></div>'
)
GOOD = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
{POLICY}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{SAID}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 1rem; overflow-wrap: anywhere; }}
.scroll {{ overflow-x: auto; }}
@media print {{ :root {{ color-scheme: light; }} .scroll {{ overflow: visible; }} }}
</style></head>
<body><header><h1>{SAID}</h1></header>
<main><h2>Second</h2><p>{SAID}</p>{TABLE}</main></body></html>
"""
WIDE = "w" * 400


@dataclass
class Page:
    name: str
    html: str
    # What must be told of it; nothing else is looked for, and of a good page nothing may be.
    rules: set


def changed(old, new):
    assert GOOD.count(old) >= 1, old
    return GOOD.replace(old, new, 1)


def with_body(more):
    return changed("</main>", f"{more}</main>")


def with_style(more):
    return changed("</style>", f"{more}</style>")


def open_to_all(html):
    return html.replace(POLICY, "")


def pages():
    page = lambda name, html, *rules: Page(name, html, set(rules))
    remote = f'<img src="https://{SAID}.invalid/" alt="a picture">'
    return [
        page("good", GOOD),
        page("good_wide_table", changed("<td>Value</td>", f'<td><div style="width:30rem">{SAID}</div></td>')),
        # What it asks for.
        page("remote_picture", with_body(remote), "network.refused", "dom.element", "dom.reference", "network.request"),
        page("no_policy", open_to_all(with_body(remote)), "policy.missing", "policy.idle", "network.request"),
        page("late_policy", changed(f"{POLICY}\n", "").replace("</head>", f"{POLICY}</head>"), "policy.missing"),
        page("weak_policy", changed("default-src 'none'", "default-src 'none'; script-src 'unsafe-inline'"), "policy.weak",
             "policy.idle"),
        page("icon", changed("</title>", f'</title><link rel="icon" href="https://{SAID}.invalid/">'), "dom.element",
             "dom.reference"),
        page("prefetch", changed("</title>", f'</title><link rel="dns-prefetch" href="//{SAID}.invalid">'), "dom.element"),
        page("frame", with_body('<iframe title="a" src="about:blank"></iframe>'), "dom.element", "dom.reference"),
        page("form", with_body('<form action="https://a.invalid/"></form>'), "dom.element", "dom.reference"),
        page("refresh", changed("</title>", '</title><meta http-equiv="refresh" content="3600">'), "dom.element"),
        page("link", with_body(f'<a href="https://{SAID}.invalid/">a link</a>'), "dom.reference"),
        page("font", with_style(f'@font-face {{ font-family: a; src: url("https://{SAID}.invalid/"); }}'), "dom.style"),
        page("import", with_style('</style><style>@import "a.css";'), "dom.style", "network.refused"),
        page("escaped_style", with_style("p { background: \\75rl(a.png); }"), "dom.style"),
        page("style_attribute", with_body('<p style="background:url(a.png)">a</p>'), "dom.style"),
        # What it runs.
        page("script", with_body("<script>document.title = 'a'</script>"), "dom.element", "network.refused",
             "network.console"),
        page("handler", with_body('<p onclick="a()">a</p>'), "dom.handler", "network.refused"),
        page("dialog", open_to_all(with_body("<script>alert(1)</script>")), "network.window", "dom.element"),
        page("needs_script", with_body("<noscript><p>more</p></noscript>"), "text.script"),
        page("writes_itself", open_to_all(with_body("<script>document.body.append('more')</script>")), "text.script"),
        page("svg", with_body('<svg><use href="#a"></use></svg>'), "dom.element"),
        page("template", with_body('<div><template shadowrootmode="open"><p>a</p></template></div>'), "dom.element"),
        # What a screen reader is given.
        page("picture_without_words", with_body(f'<img src="{PIXEL}">'), "axe.image-alt"),
        page("wrong_language", changed('lang="en"', 'lang="de"'), "tree.language"),
        page("no_language", changed(' lang="en"', ""), "tree.language", "axe.html-has-lang"),
        page("no_title", changed(f"<title>{SAID}</title>", ""), "axe.document-title"),
        page("no_main", GOOD.replace("main>", "div>"), "tree.main", "axe.landmark-one-main"),
        page("two_titles", with_body("<h1>a</h1>"), "tree.title"),
        page("no_headings", GOOD.replace("h1>", "p>").replace("h2>", "p>"), "tree.title", "axe.page-has-heading-one"),
        page("heading_jump", with_body("<h4>a</h4>"), "tree.jump", "axe.heading-order"),
        page("no_caption", changed(f'<caption id="t">{SAID}</caption>', ""), "tree.caption"),
        page("no_headers", GOOD.replace("<th scope=\"col\">", "<td>").replace("<th scope=\"row\">", "<td>")
             .replace("</th>", "</td>"), "tree.header"),
        page("no_scope", changed(' scope="col"', ""), "tree.header"),
        page("empty_header", changed(">Name<", "><"), "tree.header", "axe.empty-table-header"),
        page("table_for_looks", changed("<table>", '<table role="presentation">'), "tree.caption", "tree.header"),
        page("low_contrast", with_style("p { color: #999; background: #fff; }"), "axe.color-contrast"),
        page("low_contrast_dark", with_style("@media (prefers-color-scheme: dark) { p { color: #333; background: #111; } }"),
             "axe.color-contrast"),
        page("low_contrast_narrow", with_style("@media (width < 400px) { p { color: #ccc; background: #fff; } }"),
             "axe.color-contrast"),
        page("same_names", with_body(TABLE.replace('"t"', '"u"')), "axe.landmark-unique"),
        # How it is laid out.
        page("long_word", with_body(f"<p>{WIDE}</p>").replace("overflow-wrap: anywhere;", ""), "layout.overflow"),
        page("fixed_width", with_body('<div style="width:400px">a</div>'), "layout.overflow"),
        page("table_without_region", changed('class="scroll" ', "").replace("<td>", '<td><div style="width:30rem"></div>'),
             "layout.overflow", "layout.region"),
        page("region_without_focus", changed(' tabindex="0"', "").replace("<td>", '<td><div style="width:30rem"></div>'),
             "layout.region"),
        page("region_without_keyboard", changed('role="region"', 'inert role="region"')
             .replace("<td>", '<td><div style="width:90rem"></div>'), "layout.keyboard"),
        page("cut_on_paper", changed("overflow: visible", "overflow: hidden").replace("<td>", "<td style='min-width:90rem'>"),
             "print.clipped"),
        page("pale_on_paper", with_style("@media (prefers-color-scheme: dark) { body { color: #eee; background: #111; } }"),
             "print.pale"),
    ]
