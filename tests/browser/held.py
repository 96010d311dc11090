"""Requests that a test holds back, so that what a page does meanwhile doesn't depend on how quick the site is."""

from playwright.sync_api import Page, Route

_PATIENCE = 400  # times 50 milliseconds


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
        return self._sent(1)

    def second(self) -> Route:
        return self._sent(2)

    def _sent(self, number: int) -> Route:
        for _ in range(_PATIENCE):
            if len(self._routes) >= number:
                return self._routes[number - 1]
            self._page.wait_for_timeout(50)
        raise AssertionError(f"only {len(self._routes)} were asked for")
