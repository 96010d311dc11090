"""Selects words of a comment, as a reader does by hand."""

from playwright.sync_api import Locator, Page

from comments.models import Comment
from tests.browser.pages import shown

# Selects from the first occurrence of one word to the end of another, or all that the node holds.
_SELECT = """(node, [from, to]) => {
  const find = (word, end) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let text; (text = walker.nextNode()); ) {
      const at = text.data.indexOf(word);
      if (at >= 0) return [text, at + (end ? word.length : 0)];
    }
  };
  const range = document.createRange();
  if (from) {
    range.setStart(...find(from, false));
    range.setEnd(...find(to, true));
  } else range.selectNodeContents(node);
  // As by hand: a box that was written in loses the focus, and keeps its caret.
  document.activeElement.blur();
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def select(page: Page, comment: Comment, first: str = "", last: str = "") -> None:
    select_in(shown(page, comment).locator(".text"), first, last)


def select_in(place: Locator, first: str = "", last: str = "") -> None:
    """From the first occurrence of one word to the end of another, or all of it."""
    place.evaluate(_SELECT, [first, last])
