"""A small sheet to draw on: 400 wide, so that it can be read on a phone, with paper of its own."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

WIDTH = 400
LEFT, RIGHT = 8.0, 392.0
_STYLE = Path(__file__).with_name("sheet.css").read_text(encoding="utf-8")


class Sheet:
    """Collects marks from the top down; `y` is where the next thing may begin."""

    def __init__(self) -> None:
        self.y = 6.0
        self._parts: list[str] = []

    def text(self, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> None:
        """Write words with their baseline at `y`."""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">'
            f"{escape(words)}</text>"
        )

    def bar(self, x: float, y: float, width: float, height: float, colour: int) -> None:
        """Fill a rectangle."""
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
            f' class="c{colour}"/>'
        )

    def rule(self, y: float, left: float = LEFT) -> None:
        """Draw a thin line across."""
        self._parts.append(
            f'<line x1="{left:.1f}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        )

    def line(self, points: Sequence[tuple[float, float]], colour: int) -> None:
        """Join points."""
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._parts.append(f'<polyline points="{joined}" class="s{colour}"/>')

    def heading(self, words: str, note: str = "") -> None:
        """Head a panel, with a note at the right."""
        self.text(LEFT, self.y + 14, words, "head")
        self.text(RIGHT, self.y + 14, note, "small", "end")
        self.y += 22

    def legend(self, names: Sequence[str], columns: int = 2) -> None:
        """Say which colour is what."""
        for number, name in enumerate(names):
            x = LEFT + (number % columns) * (RIGHT - LEFT) / columns
            y = self.y + (number // columns) * 19
            self.bar(x, y + 4, 11, 11, number)
            self.text(x + 16, y + 14, name, "small")
        self.y += -(-len(names) // columns) * 19 + 6

    def svg(self, label: str) -> str:
        """Return the picture."""
        height = self.y + 4
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}"'
            f' width="{WIDTH}" height="{height:.0f}" role="img" aria-label="{escape(label)}">'
            f"<title>{escape(label)}</title>\n<style>\n{_STYLE}</style>\n"
            f'<rect width="100%" height="100%" rx="8" class="paper"/>\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )
