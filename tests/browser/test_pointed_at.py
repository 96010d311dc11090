"""What one points at can be read as well as before: the desk's buttons and links take their colours from Django and from the paper."""

from __future__ import annotations

import pytest

from articles.models import Announcement
from tests.browser.pages import Opener, visit
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)

BUTTONS = "main :is(button, input[type=submit], .submit-row a, .object-tools a):not(.prose-editor *), #header :is(a, button), .breadcrumbs a"
STILL = """() => {
    const still = new CSSStyleSheet();
    still.replaceSync("* { transition: none !important }");
    document.adoptedStyleSheets.push(still);
}"""
# The ratio of WCAG 2.2, 1.4.3, between the letters and the nearest field of colour behind them.
CONTRAST = """button => {
    const channels = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => channels(colour).slice(0, 3).map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
    let behind = button;
    while (behind.parentElement && channels(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
    const [dark, bright] = [getComputedStyle(button).color, getComputedStyle(behind).backgroundColor].map(light).sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["article/", "article/add/", "announcement/{}/change/", "announcement/{}/delete/"]
)
def test_what_is_pointed_at_can_be_read(open_browser: Opener, path: str, scheme: str) -> None:
    ArticleFactory()
    announcement = Announcement.objects.create(text="The bridge is closed")
    browser = open_browser(EditorFactory(), color_scheme=scheme)
    page = visit(browser, f"/admin/articles/{path.format(announcement.pk)}")
    # Their colours change at once.
    page.evaluate(STILL)
    buttons = [button for button in page.locator(BUTTONS).all() if button.is_visible()]
    assert len(buttons) > 5
    for button in buttons:
        button.hover()
        assert button.evaluate(CONTRAST) >= 4.5, button.evaluate("button => button.outerHTML")
