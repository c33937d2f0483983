"""HTML by functions: whatever is not markup already is escaped, so that no name of a device is code."""

from collections.abc import Iterable
from html import escape
from typing import TypeAlias


class Markup(str):
    """Text that is HTML and safe."""

    __slots__ = ()


Child: TypeAlias = str | Markup | None
_ALONE = {"input", "link", "meta"}


def tag(name: str, /, *children: Child | Iterable[Child], **attributes: str | bool) -> Markup:
    """An element; `for_` is written `for`, `aria_label` `aria-label`, and what is False is left out."""
    said = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _ALONE:
        return Markup(f"<{name}{said}>")
    return Markup(f"<{name}{said}>{joined(children)}</{name}>")


def joined(children: Iterable[Child | Iterable[Child]]) -> Markup:
    """Children one after another; None is nothing."""
    return Markup("".join(map(_child, children)))


def _child(child: Child | Iterable[Child]) -> str:
    if child is None or isinstance(child, Markup):
        return child or ""
    return escape(child) if isinstance(child, str) else joined(child)


def _attribute(key: str, value: str | bool) -> str:  # noqa: FBT001 - an attribute may be a flag
    name = key.rstrip("_").replace("_", "-")
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{escape(value)}"'
