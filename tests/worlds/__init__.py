"""Simulated counties: a roster and all reports over several years, without errors or with known mistakes."""

from worlds.generation import world, worlds
from worlds.known_mistakes import MISTAKES, Mistake, NoRoomError, inject, mistaken, mistaken_worlds
from worlds.model import Key, World

__all__ = [
    "MISTAKES",
    "Key",
    "Mistake",
    "NoRoomError",
    "World",
    "inject",
    "mistaken",
    "mistaken_worlds",
    "world",
    "worlds",
]
