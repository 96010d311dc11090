"""What keeps a page from being used by everybody, as axe finds it; and what a screen reader is told."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]

# What #said has said, from the moment on at which this ran.
LISTEN = """() => {
  const said = document.getElementById("said");
  window.heard = [];
  new MutationObserver(() => said.textContent && heard.push(said.textContent))
    .observe(said, {childList: true, characterData: true, subtree: true});
}"""


def broken_rules(page: Page, within: str | None = None, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Each broken rule, but those named, with the HTML that breaks it; of the page or of what a selector finds.

    A page in the dark is asked for its colours alone: it differs by nothing else from the one in the light, which is asked for all.
    """
    in_the_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    asked = OF_COLOURS if in_the_dark else RULES
    options = {
        "runOnly": asked,
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in but},
    }
    found = Axe().run(page, context=within, options=options).response
    assert found["passes"], "axe found nothing to look at"
    return [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]


def listen(page: Page) -> None:
    page.evaluate(LISTEN)


def heard(page: Page) -> list[str]:
    """What the live region has said since `listen`, each as often as it was said."""
    return page.evaluate("heard")
