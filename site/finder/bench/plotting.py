"""A picture of growth as SVG, drawn without a library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

Point = tuple[int, float, float]
"""Documents, and the milliseconds of the median and of the 95th percentile."""

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 40, 40, 50


def lines(points: Sequence[Point]) -> str:
    """Median and p95 against the number of documents, both axes from zero.

    Raises ValueError without points.
    """
    most_documents = max(documents for documents, _, _ in points)
    step = max(1, math.ceil(max(p95 for _, _, p95 in points) * 1.1 / 4))
    most_time = 4 * step

    def place(documents: float, milliseconds: float) -> tuple[float, float]:
        across = LEFT + documents / most_documents * (WIDTH - LEFT - RIGHT)
        return across, HEIGHT - BOTTOM - milliseconds / most_time * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        ' font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(WIDTH / 2, 20, "Milliseconds of a whole answer against documents in the index", "middle"),
    ]
    for mark in range(0, most_time + 1, step):
        x, y = place(0, mark)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(_text(x - 8, y + 4, str(mark), "end"))
    for documents, _, _ in points:
        x, _ = place(documents, 0)
        parts.append(_text(x, HEIGHT - BOTTOM + 20, f"{documents:,}", "middle"))
    for column, name, colour in ((1, "p50", "#1d5c8a"), (2, "p95", "#b3402a")):
        spots = [place(point[0], point[column]) for point in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in spots]
        x, y = spots[-1]
        parts.append(_text(x - 8, y - 10, f"{name} {points[-1][column]:.1f}", "end", colour))
    return "\n".join((*parts, "</svg>\n"))


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
