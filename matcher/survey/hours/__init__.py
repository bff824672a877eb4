"""Hours in people's own words, and grids of them, as windows."""
