"""What is run within a page to look at it. Each returns what it found as pairs of a rule and a place."""

# Where an element is, by its kind and number: ids and labels are what the page says.
PATH = """
const path = (element) => {
  const steps = [];
  for (let at = element; at && at.parentElement; at = at.parentElement) {
    const alike = [...at.parentElement.children].filter((other) => other.localName === at.localName);
    steps.unshift(alike.length > 1 ? `${at.localName}:nth-of-type(${alike.indexOf(at) + 1})` : at.localName);
  }
  return ["html", ...steps].join(" > ");
};
"""

# Run before anything of the page is.
WATCH = """
globalThis.refused = [];
addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective), true);
"""

DOM = PATH + """
  const PLAIN = new Set(("html head meta title style body header main footer nav section article aside h1 h2 h3 h4 h5 h6 " +
    "p blockquote pre ul ol li dl dt dd div span a br hr wbr table caption colgroup col thead tbody tfoot tr th td " +
    "strong em b i u s small sub sup code kbd samp var mark abbr cite q bdi bdo time data details summary figure " +
    "figcaption").split(" "));
  const REFERENCES = new Set(("href src srcset imagesrcset action formaction data poster background cite ping longdesc " +
    "manifest codebase classid profile archive usemap srcdoc lowsrc dynsrc target attributionsrc").split(" "));
  const LOADS = /url\\s*\\(|image-set\\s*\\(|image\\s*\\(|src\\s*\\(|@import|@font-face|@namespace/i;
  const found = [];
  const tell = (rule, element) => found.push([rule, path(element)]);
  const all = document.querySelectorAll("*");
  for (const element of all) {
    if (!PLAIN.has(element.localName) || element.namespaceURI !== "http://www.w3.org/1999/xhtml" || element.shadowRoot) {
      tell("dom.element", element);
    }
    const directive = (element.getAttribute("http-equiv") || "").toLowerCase();
    if (directive && directive !== "content-security-policy") tell("dom.element", element);
    for (const attribute of element.attributes) {
      const name = attribute.localName.toLowerCase();
      if (name.startsWith("on")) tell("dom.handler", element);
      if (REFERENCES.has(name) && !attribute.value.startsWith("#")) tell("dom.reference", element);
      if (name !== "content" && LOADS.test(name === "style" ? element.style.cssText + attribute.value : "")) {
        tell("dom.style", element);
      }
    }
  }
  for (const sheet of document.styleSheets) {
    // As written, and as the browser understands it, which undoes escapes.
    const text = sheet.ownerNode.textContent + [...sheet.cssRules].map((rule) => rule.cssText).join("\\n");
    if (LOADS.test(text)) tell("dom.style", sheet.ownerNode);
  }
  const policies = [...document.querySelectorAll("meta[http-equiv='content-security-policy' i]")];
  const early = "meta[charset], meta[http-equiv='content-security-policy' i]";
  const first = policies.length === 1 && policies[0].parentElement === document.head &&
    [...document.head.children].findIndex((element) => !element.matches(early)) ===
    [...document.head.children].indexOf(policies[0]) + 1;
  return {
    found, elements: all.length, text: document.documentElement.innerText,
    policy: first ? policies[0].content : null, language: document.documentElement.lang,
  };
"""

TABLES = PATH + """
  const found = [];
  const tables = [...document.querySelectorAll("table")];
  for (const table of tables) {
    if (!table.caption || !table.caption.innerText.trim()) found.push(["tree.caption", path(table)]);
    const cells = [...table.querySelectorAll("th")];
    if (!cells.some((cell) => cell.scope === "col")) found.push(["tree.header", path(table)]);
    for (const cell of cells.filter((cell) => !cell.scope || !cell.innerText.trim())) {
      found.push(["tree.header", path(cell)]);
    }
    for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
      if (!row.cells[0] || !row.cells[0].matches("th[scope=row]")) found.push(["tree.header", path(row)]);
    }
  }
  return { found, tables: tables.length, headers: document.querySelectorAll("th").length };
"""

LAYOUT = PATH + """
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const region = (element) => {
    let at = element;
    while (at && at !== document.body && !scrolls(at)) at = at.parentElement;
    return at && at !== document.body ? at : null;
  };
  const tooWide = (element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
  const outside = (element) => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > width + 1 || tooWide(element);
  };
  const culprits = [...document.body.querySelectorAll("*")].filter((element) => !region(element) && outside(element));
  const inner = culprits.filter((element) => !culprits.some((other) => other !== element && element.contains(other)));
  const found = inner.map((element) => ["layout.overflow", path(element)]);
  if (document.documentElement.scrollWidth > width + 1 && !inner.length) found.push(["layout.overflow", "html"]);
  const regions = [...document.body.querySelectorAll("*")].filter((element) => scrolls(element) && tooWide(element));
  for (const table of document.querySelectorAll("table")) {
    if (!region(table) && outside(table)) found.push(["layout.region", path(table)]);
  }
  for (const element of regions) {
    const named = element.ariaLabel || (element.ariaLabelledByElements || []).length;
    element.scrollLeft = 9999;
    if (!/region|group/.test(element.getAttribute("role")) || element.tabIndex < 0 || !named || !element.scrollLeft) {
      found.push(["layout.region", path(element)]);
    }
    element.scrollLeft = 0;
  }
  return { found, regions: regions.map(path) };
"""

# On paper nothing scrolls, and backgrounds are left out.
PRINTED = PATH + """
  const clips = (element) => getComputedStyle(element).overflowX !== "visible";
  const cut = (element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
  const elements = [document.documentElement, ...document.body.querySelectorAll("*")];
  const found = elements.filter((element) => cut(element) && (clips(element) || element === document.documentElement));
  const light = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const says = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  // WCAG 1.4.3 against white.
  const pale = elements.filter((element) => says(element) && 1.05 / (light(getComputedStyle(element).color) + 0.05) < 4.5);
  return { found: [...found.map((element) => ["print.clipped", path(element)]), ...pale.map((element) => ["print.pale", path(element)])] };
"""

PUT_IN = """(nobody) => {
  const [script, picture] = [document.createElement("script"), document.createElement("img")];
  script.textContent = "globalThis.ran = true";
  picture.src = nobody;
  document.body.append(script, picture);
}"""
