"""A Markdown text as plain blocks that a paper can set: nothing in them is markup."""

from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

type Block = dict[str, Any]
type Span = dict[str, Any]

_SAFE = ("https://", "http://", "mailto:", "tel:")


@lru_cache
def _parser() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "typographer": True})
    return reader.enable(["table", "strikethrough", "replacements", "smartquotes"])


def blocks_of(text: str) -> list[Block]:
    """Headings, paragraphs, lists, quotes, tables and rules of ``text`` in order."""
    return _blocks(SyntaxTreeNode(_parser().parse(text)))


def _blocks(node: SyntaxTreeNode) -> list[Block]:
    return [block for child in node.children for block in _block(child)]


def _block(node: SyntaxTreeNode) -> list[Block]:
    match node.type:
        case "heading":
            return [{"kind": "heading", "level": int(node.tag[1]), "spans": _spans(node)}]
        case "bullet_list" | "ordered_list":
            items = [_blocks(item) for item in node.children]
            start = int(node.attrs.get("start", 1))
            return [{"kind": node.type, "items": items, "start": start}]
        case "blockquote":
            return [{"kind": "quote", "blocks": _blocks(node)}]
        case "table":
            return [_table(node)]
        case "fence" | "code_block" | "hr":
            return [{"kind": "rule" if node.type == "hr" else "code", "text": node.content}]
        case _:
            return [{"kind": "paragraph", "spans": _spans(node)}]


def _table(node: SyntaxTreeNode) -> Block:
    rows = [
        [_spans(cell) for cell in row.children] for part in node.children for row in part.children
    ]
    return {"kind": "table", "head": rows[0], "rows": rows[1:]}


def _spans(node: SyntaxTreeNode) -> list[Span]:
    spans: list[Span] = []
    for inline in node.children:
        _gather(inline, {"strong": False, "em": False, "link": ""}, spans)
    return spans


def _gather(node: SyntaxTreeNode, look: Span, spans: list[Span]) -> None:
    match node.type:
        case "text" | "code_inline":
            spans.append({"text": node.content, **look})
            return
        case "softbreak":
            spans.append({"text": " ", **look})
            return
        case "hardbreak":
            spans.append({"text": "\n", **look})
            return
        case "strong" | "em":
            look = {**look, node.type: True}
        case "link":
            address = str(node.attrs.get("href", ""))
            look = {**look, "link": address if address.startswith(_SAFE) else ""}
    for child in node.children:
        _gather(child, look, spans)
