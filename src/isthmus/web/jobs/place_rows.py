"""A job's places in its form: what each means to LinkedIn, and what the buttons do to the lines they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass

from isthmus.hiring import places

MOST = 7


@dataclass(frozen=True)
class PlaceRow:
    """One place: the line as it is written, what it is known as, why not, and what else it may mean."""

    line: str
    known_as: str
    why: str
    choices: Sequence[str]

    @property
    def is_known(self) -> bool:
        """Whether it stands exactly as LinkedIn knows it."""
        return bool(self.known_as) and self.known_as == self.line


def lines_of(text: str) -> list[str]:
    """The lines that say something, each once."""
    return list(dict.fromkeys(line for line in (" ".join(part.split()) for part in text.splitlines()) if line))


def of_lines(lines: Sequence[str], workplace: str) -> list[PlaceRow]:
    """What every line means."""
    found = places.resolve_all(lines, workplace=workplace)
    return [_row(line, found[line]) for line in lines]


def edited(lines: list[str], edit: str, typed: str, workplace: str) -> list[str]:
    """The lines after one of the buttons; an edit it does not know changes nothing."""
    name, *numbers = edit.split(":")
    if name == "place-add":
        return lines_of("\n".join([*lines, *(_as_known(line, workplace) for line in lines_of(typed))]))
    found = [int(number) for number in numbers if number.isdecimal()]
    if not found or found[0] >= len(lines):
        return lines
    place = found[0]
    if name == "place-remove":
        return lines[:place] + lines[place + 1 :]
    if name == "place-first":
        return [lines[place], *lines[:place], *lines[place + 1 :]]
    if name == "place-up" and place > 0:
        return [*lines[: place - 1], lines[place], lines[place - 1], *lines[place + 1 :]]
    if name == "place-choose" and len(found) > 1:
        return lines_of("\n".join([*lines[:place], _chosen(lines[place], found[1], workplace), *lines[place + 1 :]]))
    return lines


def _row(line: str, found: places.Resolution) -> PlaceRow:
    return PlaceRow(line, found.sent if found.is_resolved else "", found.why, list(found.choices))


def _as_known(line: str, workplace: str) -> str:
    found = places.resolve(line, workplace=workplace)
    return found.sent if found.is_resolved else line


def _chosen(line: str, number: int, workplace: str) -> str:
    row = _row(line, places.resolve(line, workplace=workplace))
    offered = [row.known_as] if row.known_as else list(row.choices)
    return offered[number] if number < len(offered) else line
