"""The site's drawings in pixels: the SVG paths of the pages, painted by Pillow."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw

from core.drawings.colours import RAMP, WASH
from core.drawings.mountain import Layer

# Painted so many times larger and then reduced, which smooths the edges.
OVERSAMPLING = 2
# Straight pieces for each cubic segment; at the sizes used here a piece is a few pixels long.
PIECES = 12

_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")

Polygon = list[tuple[float, float]]


class LayerGroup(NamedTuple):
    """Layers whose origin is at x on the base line; below opacity 1 the ground shows through."""

    x: float
    layers: tuple[Layer, ...]
    opacity: float = 1.0


class Scene(NamedTuple):
    """A drawing in units: its size and what stands on its base line, the first painted first."""

    width: float
    height: float
    groups: tuple[LayerGroup, ...]


def paint(scene: Scene, width: int, height: int) -> Image.Image:
    """Return the scene in ``width`` by ``height`` pixels: filled, cut at the top and both sides.

    It stands on the lower edge and in the middle, as the pages' ``xMidYMax slice`` has it.
    """
    size = width * OVERSAMPLING, height * OVERSAMPLING
    image = Image.new("RGB", size, WASH)
    draw = ImageDraw.Draw(image)
    scale = max(size[0] / scene.width, size[1] / scene.height)
    left = (size[0] - scene.width * scale) / 2
    for group in scene.groups:
        for layer in group.layers:
            colour = _mixed(RAMP[layer.row], group.opacity)
            for polygon in polygons(layer.data):
                points = [(left + (group.x + x) * scale, size[1] + y * scale) for x, y in polygon]
                draw.polygon(points, fill=colour)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def polygons(data: str) -> list[Polygon]:
    """Return path data as polygons; it knows the commands that the drawings write.

    Those are M, m, h, v, V, c and z, each with as many values as it takes.
    """
    found: list[Polygon] = []
    x = y = 0.0
    for command, rest in _COMMAND.findall(data):
        values = [float(number) for number in _NUMBER.findall(rest)]
        match command:
            case "M" | "m":
                x, y = values if command == "M" else (x + values[0], y + values[1])
                found.append([])
            case "c":
                for curve in _in_sixes(values):
                    found[-1] += _pieces(x, y, curve)
                    x, y = found[-1].pop()
            case "h":
                x += values[0]
            case "v":
                y += values[0]
            case "V":
                y = values[0]
        if command != "z":
            found[-1].append((x, y))
    return [polygon for polygon in found if len(polygon) > 2]


def _in_sixes(values: list[float]) -> Iterable[list[float]]:
    return (values[start : start + 6] for start in range(0, len(values), 6))


def _pieces(x: float, y: float, curve: list[float]) -> Iterator[tuple[float, float]]:
    """Points along a cubic segment, whose three corners are relative to (x, y)."""
    for step in range(1, PIECES + 1):
        t = step / PIECES
        first, second, third = 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        yield (
            x + first * curve[0] + second * curve[2] + third * curve[4],
            y + first * curve[1] + second * curve[3] + third * curve[5],
        )


def _mixed(colour: str, opacity: float) -> tuple[int, ...]:
    """The colour over the ground: what stands behind it is hidden all the same."""
    over, under = ImageColor.getrgb(colour), ImageColor.getrgb(WASH)
    return tuple(round(o * opacity + u * (1 - opacity)) for o, u in zip(over, under, strict=True))
