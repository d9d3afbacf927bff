"""PDF documents: `render` sets a room's template with plain data."""

from wayfellow.papers.typeset import PaperFailed, pictures, render

__all__ = ["PaperFailed", "pictures", "render"]
