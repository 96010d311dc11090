"""Requests that a test holds back, so that what a page does meanwhile doesn't depend on how quick the site is."""

from playwright.sync_api import Page, Route

_PATIENCE = 100  # times 50 milliseconds


class Held:
    """Those of `page` to addresses like `pattern`."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._routes: list[Route] = []
        page.route(pattern, self._hold)

    def _hold(self, route: Route) -> None:
        self._routes.append(route)

    def first(self) -> Route:
        """The first that was sent, waited for."""
        for _ in range(_PATIENCE):
            if self._routes:
                return self._routes[0]
            self._page.wait_for_timeout(50)
        raise AssertionError("nothing was asked for")
