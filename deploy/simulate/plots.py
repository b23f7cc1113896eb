"""Plots as inline SVG, 400 wide for phones: lines over months, bars over names; nothing to load."""

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _BELOW, _ABOVE = 400, 220, 88, 30, 12
_COLOURS = ("#b3261e", "#1a5fb4", "#26734d", "#8a5a00")

Series = tuple[str, Sequence[float]]


def lines(months: Sequence[str], series: Sequence[Series], unit: str) -> str:
    """One line for each series over the months; values share one axis from zero."""
    top = max((value for _, values in series for value in values), default=0) or 1
    parts = [_axis(top, unit), _months(months)]
    for colour, (name, values) in zip(_COLOURS, series, strict=False):
        points = " ".join(
            f"{_x(number, len(months)):.1f},{_y(value, top):.1f}"
            for number, value in enumerate(values)
        )
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5">'
            f"<title>{escape(name)}</title></polyline>"
        )
    return _svg("".join(parts), " / ".join(name for name, _ in series)) + _legend(series)


def bars(names: Sequence[str], series: Sequence[Series], unit: str) -> str:
    """Groups of bars, one group for each name."""
    top = max((value for _, values in series for value in values), default=0) or 1
    group = (_WIDTH - _LEFT) / max(1, len(names))
    width = group * 0.8 / max(1, len(series))
    parts = [_axis(top, unit)]
    for place, (colour, (name, values)) in enumerate(zip(_COLOURS, series, strict=False)):
        for number, value in enumerate(values):
            x = _LEFT + group * (number + 0.1) + place * width
            y = _y(max(value, 0), top)
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}"'
                f' height="{_HEIGHT - _BELOW - y:.1f}" fill="{colour}">'
                f"<title>{escape(names[number])} {escape(name)}: {value:,.2f}{unit}</title></rect>"
            )
    for number, name in enumerate(names):
        x = _LEFT + group * (number + 0.5)
        parts.append(_text(x, _HEIGHT - 12, name, "middle"))
    return _svg("".join(parts), " / ".join(name for name, _ in series)) + _legend(series)


def _x(number: int, count: int) -> float:
    return _LEFT + 10 + (_WIDTH - _LEFT - 30) * number / max(1, count - 1)


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BELOW - (_HEIGHT - _BELOW - _ABOVE) * value / top


def _axis(top: float, unit: str) -> str:
    parts = []
    for step in range(5):
        value = top * step / 4
        y = _y(value, top)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
        parts.append(
            _text(
                _LEFT - 6,
                y + 4,
                f"{value:,.4g}{unit}" if top < 1000 else f"{value:,.0f}{unit}",
                "end",
            )
        )
    return "".join(parts)


def _months(months: Sequence[str]) -> str:
    step = max(1, len(months) // 4)
    return "".join(
        _text(_x(number, len(months)), _HEIGHT - 12, months[number], "middle")
        for number in range(0, len(months), step)
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(inside: str, label: str) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(label)}">'
        f"{inside}</svg>"
    )


def _legend(series: Sequence[Series]) -> str:
    marks = "".join(
        f'<li><i style="background:{colour}"></i>{escape(name)}</li>'
        for colour, (name, _) in zip(_COLOURS, series, strict=False)
    )
    return f'<ul class="legend">{marks}</ul>'
