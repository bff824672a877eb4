"""An intake as arrays over positions, and groups of positions: no text."""
