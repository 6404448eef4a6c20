"""Secrets are compared in constant time, or not at all: a digest is looked up, a signature goes through hmac."""

import ast
from pathlib import Path

SOURCE = Path("src/isthmus")
SECRET = ("secret", "token", "signature", "password", "hmac", "mac", "keyset", "hexdigest")
NOT_ASKED_BY_STRANGERS = {
    ("bridge/connections.py", "secret"): "which of our own secrets is the one just entered, to keep the other",
}
"""Digests of our own records (is a job's text the one that was sent?) are no secrets; these compare some, for us."""


def names(node: ast.expr) -> set[str]:
    """The last names an expression speaks of, in lower case."""
    if isinstance(node, ast.Attribute):
        return {node.attr.lower()}
    if isinstance(node, ast.Name):
        return {node.id.lower()}
    if isinstance(node, ast.Call):
        return names(node.func)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return {str(node.slice.value).lower()}
    return set()


def compared(tree: ast.AST) -> set[str]:
    """Names that sound secret and are compared with == or != to something that is no literal."""
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare) or not any(isinstance(op, (ast.Eq, ast.NotEq)) for op in node.ops):
            continue
        sides = [node.left, *node.comparators]
        if any(isinstance(side, ast.Constant) for side in sides):
            continue
        spoken = set().union(*(names(side) for side in sides))
        found |= {name for name in spoken if any(word in name.split("_") for word in SECRET)}
    return found


def test_the_finder_finds():
    assert compared(ast.parse("given_token == row.token")) == {"given_token", "token"}
    assert compared(ast.parse("hmac.new(a, b).hexdigest() != x.signature")) == {"hexdigest", "signature"}
    assert compared(ast.parse("token == ''")) == set()


def test_no_secret_is_compared_by_plain_equality():
    found = {
        (str(path.relative_to(SOURCE)), name)
        for path in SOURCE.rglob("*.py")
        for name in compared(ast.parse(path.read_text()))
    }
    assert found == set(NOT_ASKED_BY_STRANGERS)


def test_what_compares_signatures_takes_constant_time():
    signatures = (SOURCE / "linkedin/signatures.py").read_text()
    assert "hmac.compare_digest" in signatures
    assert "hmac.compare_digest" in (SOURCE / "bridge/notifications/portal.py").read_text()
    assert "hmac.compare_digest" in (SOURCE / "api/metrics.py").read_text()
