"""Words nobody could translate: in templates outside the translation tags, in the code of pages outside gettext."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

WEB = Path(__file__).parents[2] / "src" / "isthmus" / "web"
NAMES = (
    "Isthmus",
    "LinkedIn",
    "Apply Connect",
    "Recruiter Lite",
    "JSON",
    "PDF",
    "HTTP",
    "CSV",
    "EEO",
    "N",
    "R",
    "J",
    "K",
)
SPOKEN_ATTRIBUTES = {"title", "data-label", "aria-label", "placeholder", "alt", "sub", "words", "label", "hint"}
SILENT = ("script", "style", "code", "kbd")
_TRANSLATED = re.compile(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{%\s*translate\s.*?%}", re.DOTALL)
_NOT_TEXT = (
    r"{%\s*block (?:page_class|body_attributes)\s*%}.*?{%\s*endblock\s*%}",
    r"{%\s*comment.*?{%\s*endcomment\s*%}",
    r"{%.*?%}",
    r"{{.*?}}",
    r"{#.*?#}",
    r"&\w+;",
)
_CODE = re.compile("|".join(_NOT_TEXT), re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]")
GETTEXT = {
    "_",
    "_l",
    "_lazy",
    "_n",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "gettext_noop",
}


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.found += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def of_template(source: str) -> list[str]:
    """The words of a template that stand outside translation tags."""
    texts = _Texts()
    texts.feed(_CODE.sub("", _TRANSLATED.sub("", source)))
    return [text.strip() for text in texts.found if _says_something(text)]


def _says_something(text: str) -> bool:
    for name in sorted(NAMES, key=len, reverse=True):
        text = re.sub(rf"\b{name}\b", "", text)
    return bool(_LETTERS.search(text))


def of_code(source: str) -> list[str]:
    """The sentences of a module that no gettext call sees."""
    tree = ast.parse(source)
    return [f"{line}: {text}" for line, text in _spoken(tree)]


def _spoken(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_sentence(node.value):
        yield node.lineno, node.value
    for child in ast.iter_child_nodes(node):
        if not _is_silent(child):
            yield from _spoken(child)


def _is_silent(node: ast.AST) -> bool:
    """Docstrings, and what only programmers read: assertions and errors that no page shows."""
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, ast.Assert | ast.Raise)


def _is_sentence(text: str) -> bool:
    return (
        bool(re.match(r"[A-Z“][^\W\d_]*[ ’,.]", text) or re.search(r"[a-z]{2,} [a-z]{2,}", text))
        and not text.startswith(("%s", "<"))
        and _says_something(text)
    )
