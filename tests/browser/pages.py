"""Opens pages as a reader does, and finds what most tests look for there: a comment, the box to write in, the login."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page

from articles.models import Article
from comments.models import Comment
from tests.factories import PASSWORD

# The fixture `open_browser`: a browser of its own, `open_browser(user, java_script_enabled=…, viewport=…)`.
Opener = Callable[..., BrowserContext]


def visit(context: BrowserContext, place: Article | str) -> Page:
    """A page at an article, or at an address of the site."""
    page = context.new_page()
    page.goto(place if isinstance(place, str) else place.get_absolute_url())
    page.evaluate("window.sameDocument = true")
    return page


def same_document(page: Page) -> bool:
    """Whether what was done since `visit` was done in place, and loaded no page."""
    return page.evaluate("window.sameDocument === true")


def shown(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#comment-{comment.pk}")


def box(page: Page) -> Locator:
    return page.get_by_label("Your comment")


def press(place: Page | Locator, name: str) -> None:
    """The first button there whose name has these words."""
    place.get_by_role("button", name=name).first.click()


def write(page: Page, text: str) -> None:
    box(page).fill(text)
    press(page, "Post comment")


def kept(page: Page) -> Locator:
    """What says that the site has what is typed."""
    return page.get_by_text("Kept as a draft")


def log_in(page: Page, name: str) -> None:
    """On the page of the login: with the user name or the address, and the factories' password."""
    page.get_by_label("Email").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Login", exact=True).click()


def fits(page: Page) -> bool:
    """Whether nothing runs off the side, once the page has come."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
