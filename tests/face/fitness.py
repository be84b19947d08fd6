"""What every page must hold, at both widths and in both themes: call `assert_page_is_fit(page)` on it."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

SMALLEST_TEXT = 14
SMALLEST_TARGET = 48
PHONE_UP_TO = 767
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
AXE = Axe()
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What a theme changes; the rest was looked at in the other one."""

SETTLED = "document.getAnimations().forEach(one => one.finish())"
"""The administration fades from one theme's colours to the other's."""

SMALL_TEXT = """smallest => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility({visibilityProperty: true}) || element.closest(".visually-hidden")) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < smallest - 0.01) found.add(`${size} px: ${text.slice(0, 40)}`);
  }
  return [...found];
}"""

TARGETS = "button, .btn, input:not([type=hidden]), select, .tabs-bottom a"
SMALL_TARGETS = """([smallest, targets]) => [...document.querySelectorAll(targets)]
  .filter(element => element.checkVisibility({visibilityProperty: true}))
  .map(element => {
    const whole = element.matches("[type=checkbox], [type=radio]") && element.closest(".form-check, label");
    const box = (whole || element).getBoundingClientRect();
    return [box.height, element.textContent.trim() || element.name];
  })
  .filter(([height]) => height && height < smallest - 0.5)
  .map(([height, name]) => `${height} px: ${name}`)"""

OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .slice(0, 5).map(element => `${element.tagName} ${element.className}: ${element.textContent.trim().slice(0, 40)}`);
}"""


def assert_page_is_fit(page: Page) -> None:
    """No sideways scroll, no small text or (on a phone) target, one heading, one main button, nothing for axe."""
    faults = [f"sideways scroll by {one}" for one in page.evaluate(OVERFLOWING)]
    faults += [f"small text, {one}" for one in page.evaluate(SMALL_TEXT, SMALLEST_TEXT)]
    if page.viewport_size and page.viewport_size["width"] <= PHONE_UP_TO:
        faults += [f"small target, {one}" for one in page.evaluate(SMALL_TARGETS, [SMALLEST_TARGET, TARGETS])]
    faults += _counts(page)
    faults += faults_in_both(page)
    assert not faults, f"{page.url}:\n  " + "\n  ".join(faults)


def faults_in_both(page: Page, *, reads_sheets: bool = True) -> list[str]:
    """What axe finds: every rule in the first theme, those of colours in the other."""
    faults = []
    for number, scheme in enumerate(SCHEMES):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        found = faults_for_axe(page, COLOURS if number else RULES, reads_sheets=reads_sheets)
        faults += [f"axe, {scheme}: {one}" for one in found]
    return faults


def assert_above_the_fold(what: Locator) -> None:
    """The thing is on the screen before anybody scrolls, and not behind the bar at the bottom."""
    box = what.first.bounding_box()
    size = what.page.viewport_size
    assert box is not None, f"{what} is not shown"
    assert size is not None
    bars = [bar for tabs in what.page.locator(".tabs-bottom").all() if (bar := tabs.bounding_box())]
    fold = bars[0]["y"] if bars else size["height"]
    assert box["y"] + min(box["height"], SMALLEST_TARGET) <= fold, (
        f"{what} begins at {box['y']} px, the fold is at {fold}"
    )


def _counts(page: Page) -> list[str]:
    faults = []
    headings = page.locator("h1:visible").count()
    if headings != 1:
        faults.append(f"{headings} headings of the first rank")
    main_buttons = page.locator("main .btn-primary:visible").all_inner_texts()
    if len(main_buttons) > 1:
        faults.append(f"several main buttons: {', '.join(main_buttons)}")
    return faults


def faults_for_axe(page: Page, rules: dict[str, Any] = RULES, *, reads_sheets: bool = True) -> list[str]:
    """What axe finds on the page as it is shown now.

    `reads_sheets=False` where a style sheet imports another: axe would copy it into the page, and the policy refuses.
    """
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": reads_sheets}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [
        f"{one['id']} ({one['help']}): {node['target']} {node['failureSummary']}"
        for one in found
        for node in one["nodes"][:3]
    ]
