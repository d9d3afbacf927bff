"""Everything that is seen: page frames, parts, styles, behaviour, charts and the gallery."""
