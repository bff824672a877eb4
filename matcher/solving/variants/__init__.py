"""Questions besides the best: any grouping at all, forced wishes, losses, reserves, other groupings, few moves."""
