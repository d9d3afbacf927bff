"""PDF documents: `render` sets a room's template with plain data."""

from wayfellow.papers.serve import attached, kept
from wayfellow.papers.typeset import PaperFailed, pictures, render

__all__ = ["PaperFailed", "attached", "kept", "pictures", "render"]
