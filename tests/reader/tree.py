"""A page as a tree of elements, each text and each telling attribute of which knows whether somebody has read it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(("meta", "input", "br", "link"))
SILENT = frozenset(("style", "script"))
TELLING = frozenset(
    (
        "title",
        "aria-label",
        "placeholder",
        "data-says",
        "data-v",
        "data-is",
        "href",
        "value",
        "lang",
        "dir",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "width",
        "height",
        "content",
    )
)
DRAWN = frozenset(("svg", "path", "line", "meta"))
"""Elements of which width and the like are of the drawing, and tell nothing."""


def plain(text: str) -> str:
    """A text with each run of spaces, of whatever kind, as one."""
    return " ".join(text.split())


class Text:
    """A piece of text."""

    def __init__(self, text: str) -> None:
        self.text, self.read = text, False


class Element:
    """An element; `classes` are the words of its class."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element | Text] = []
        self.unread = {name for name in attributes if name in TELLING and (tag not in DRAWN or name == "aria-label")}

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Element]:
        """This element and all within it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str | None = None, of: str | None = None) -> list[Element]:
        """All elements within it of a tag, of a class."""
        found = (one for one in self.walk() if one is not self)
        return [one for one in found if tag in (None, one.tag) and (of is None or of in one.classes)]

    def one(self, tag: str | None = None, of: str | None = None) -> Element:
        """The only such element."""
        (found,) = self.all(tag, of)
        return found

    def first(self, tag: str | None = None, of: str | None = None) -> Element | None:
        return next(iter(self.all(tag, of)), None)

    def kids(self, tag: str | None = None) -> list[Element]:
        """Elements right within it."""
        return [one for one in self.children if isinstance(one, Element) and tag in (None, one.tag)]

    def by_id(self, name: str) -> Element:
        (found,) = (one for one in self.walk() if one.attributes.get("id") == name)
        return found

    def texts(self) -> Iterator[Text]:
        for child in self.children:
            if isinstance(child, Text):
                yield child
            elif child.tag not in SILENT:
                yield from child.texts()

    def said(self) -> str:
        """All its text, spaces made one; from now on it counts as read."""
        pieces = list(self.texts())
        for piece in pieces:
            piece.read = True
        return plain("".join(piece.text for piece in pieces))

    def own(self) -> str:
        """The text right within it, without that of its elements."""
        pieces = [child for child in self.children if isinstance(child, Text)]
        for piece in pieces:
            piece.read = True
        return plain("".join(piece.text for piece in pieces))

    def attribute(self, name: str) -> str | None:
        """An attribute; from now on it counts as read."""
        self.unread.discard(name)
        return self.attributes.get(name)

    def left(self) -> list[str]:
        """Whatever nobody has read."""
        texts = [f"text {' '.join(one.text.split())!r}" for one in self.texts() if not one.read and one.text.strip()]
        return texts + [
            f"{one.tag} {name}={one.attributes[name]!r}" for one in self.walk() for name in sorted(one.unread)
        ]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = self.at = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(made)
        if tag not in VOID:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"<{self.at.tag}> is ended by </{tag}>"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(Text(data))


def parsed(page: str) -> Element:
    """The tree of a page; a tag that is not closed is a fault."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    assert builder.at is builder.top
    return builder.top
