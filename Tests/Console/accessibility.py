"""Our own checks of a page that is open in a browser: what inspect.js sees, and the way of the focus."""

import os

from webdriver import LOOKS

INSPECTOR = open(os.path.join(os.path.dirname(__file__), "inspect.js"), encoding="utf-8").read()
# 1280 pixels at a zoom of 400 %.
NARROW = (320, 700, False)

# Where the focus is: whether it went back in the document's order, how it is drawn, and whether one
# can see it. Where the last stop is gone with what others changed, there is no order to compare with.
FOCUS = """
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const box = e.getBoundingClientRect();
    const isDrawn = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 && s.content !== 'none'
      || s.boxShadow !== 'none';
    const words = (e.innerText || e.value || e.name || '').trim().slice(0, 30);
    const at = [[.5, .5], [.05, .2], [.95, .2], [.05, .8], [.95, .8]].map(([x, y]) =>
      document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
    const own = [e, ...(e.labels || [])];
    const last = window.lastStop;
    window.lastStop = e;
    return {
      isBack: !!last && last.isConnected && !(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING),
      name: `<${e.tagName.toLowerCase()}> “${words}” ${e.name || e.id || ''}`,
      isRinged: isDrawn(getComputedStyle(e)) || isDrawn(getComputedStyle(e, '::after'))
        || isDrawn(getComputedStyle(e, '::before')),
      isSeen: at.some(p => p && own.some(o => o.contains(p) || p.contains(o) && !p.matches('body, html'))),
      isFirst: e.matches('a[href^="#"]') };"""


def inspected(browser):
    """What is wrong with the page as it is drawn now."""
    return browser.run(INSPECTOR)


def focus_faults(browser, steps):
    """Walks through the page with the Tab key: in the document's order, always to be seen."""
    browser.run("scrollTo(0, 0); document.activeElement?.blur(); getSelection().removeAllRanges();"
                "document.body.tabIndex = -1; document.body.focus();"
                "document.body.removeAttribute('tabindex'); window.lastStop = null")
    faults, stops = [], 0
    for step in range(steps):
        browser.press("Tab")
        focus = browser.run(FOCUS)
        if focus is None or step and focus["isFirst"]:
            break
        if focus["isBack"]:
            faults.append(f"the focus goes back to {focus['name']}")
        if not focus["isRinged"]:
            faults.append(f"the focus is not drawn on {focus['name']}")
        if not focus["isSeen"]:
            faults.append(f"the focus is hidden on {focus['name']}")
        if step == 0 and not focus["isFirst"]:
            faults.append(f"the first stop is {focus['name']}, no link past the navigation")
        stops += 1
    if not stops:
        faults.append("nothing takes the focus")
    return faults


def look_at(checks, browser, name, folder=None, steps=25):
    """Draws the page that is open in every look, and checks each."""
    for look in LOOKS:
        browser.look(look)
        checks.no_faults(f"{name}, {look}: legible, labelled, in order", inspected(browser))
        if folder:
            browser.picture(f"{folder}/{name}-{look}.png")
    browser.size(*NARROW)
    wide = [fault for fault in inspected(browser) if "wide in a window" in fault]
    checks.no_faults(f"{name}: no scrolling sideways at 320 pixels", wide)
    for look in ("phone-light", "desktop-light"):
        browser.look(look)
        checks.no_faults(f"{name}, {look}: the focus goes in order and is seen",
                         focus_faults(browser, steps))
