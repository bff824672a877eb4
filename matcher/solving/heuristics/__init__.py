"""First groups, and better ones: no proof."""
