"""What the site counts as loaded from another server, and what as a link that leads there."""

import importlib.util
from pathlib import Path

import pytest

MODULE = Path(__file__).parents[2] / "docs/_ext/clientkit_site/self_contained.py"


@pytest.fixture(scope="module")
def remote_parts():
    spec = importlib.util.spec_from_file_location("self_contained", MODULE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.remote_parts


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        ('<script src="https://cdn.example/a.js"></script>', True),
        ('<script async src="//cdn.example/a.js"></script>', True),
        ("<img alt='x' src='http://cdn.example/a.png'>", True),
        ('<link rel="stylesheet" href="https://fonts.example/css?family=A" />', True),
        ('<link rel="preconnect" href="https://fonts.example">', True),
        ("<style>a { background: url(https://cdn.example/a.png) }</style>", True),
        ("@import 'https://fonts.example/a.css';", True),
        ('<script src="../_static/a.js?v=1"></script>', False),
        ('<img src="../_images/a.png">', False),
        ('<a href="https://example.org/">there</a>', False),
        ('<link rel="canonical" href="https://docs.example/page.html">', False),
        ('<svg xmlns="http://www.w3.org/2000/svg"></svg>', False),
        ("url(data:image/svg+xml;charset=utf-8,a)", False),
    ],
)
def test_what_is_loaded(remote_parts, tmp_path: Path, text: str, *, loads: bool) -> None:
    (tmp_path / "page.html").write_text(text)
    assert bool(list(remote_parts(tmp_path))) is loads
