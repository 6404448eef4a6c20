"""The growth curves as pictures for the docs, with their table beside them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import vl_convert

Curve = Mapping[int, Mapping[str, float]]
PICTURES = Path(__file__).parent.parent / "docs" / "images"
COLOURS = {"light": ("#ffffff", "#1c2733", "#d5dbe1"), "dark": ("#12181f", "#e3e8ee", "#33404d")}


def draw(curves: Mapping[str, Curve]) -> list[Path]:
    """Write a picture of each curve, light and dark. Returns their files."""
    return [_drawn(name, curve, look) for name, curve in curves.items() for look in COLOURS]


def _drawn(name: str, curve: Curve, look: str) -> Path:
    path = PICTURES / f"growth-{name}-{look}.svg"
    path.write_text(vl_convert.vegalite_to_svg(_spec(name, curve, look)))
    return path


def _spec(name: str, curve: Curve, look: str) -> dict[str, Any]:
    paper, ink, lines = COLOURS[look]
    points = [{"size": size, "what": what, "ms": cost} for size, costs in curve.items() for what, cost in costs.items()]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 560,
        "height": 280,
        "background": paper,
        "data": {"values": points},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "size", "type": "quantitative", "scale": {"type": "log"}, "title": name},
            "y": {"field": "ms", "type": "quantitative", "scale": {"type": "symlog"}, "title": "milliseconds"},
            "color": {"field": "what", "type": "nominal", "title": "operation"},
            "shape": {"field": "what", "type": "nominal", "title": "operation"},
        },
        "config": {
            "font": "sans-serif",
            "axis": {"labelColor": ink, "titleColor": ink, "gridColor": lines, "domainColor": lines},
            "legend": {"labelColor": ink, "titleColor": ink},
            "view": {"stroke": lines},
        },
    }
