"""An officer who only has a keyboard; what is pressed beyond the answers themselves is counted."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

_FAR = 25


class Keyboard:
    """`beyond` counts Tab, Enter, Space, arrows and the letters that choose; not what is typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.beyond = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.beyond += 1

    def write(self, *texts: str) -> None:
        """Type an answer into each field from here on; "" leaves one as it is."""
        for text in texts:
            self.page.keyboard.type(text)
            self.press("Tab")

    def go_to(self, field: Locator) -> None:
        """Tab until the field has the focus."""
        for _ in range(_FAR):
            if field.evaluate("field => field === document.activeElement"):
                return
            self.press("Tab")
        expect(field).to_be_focused()
