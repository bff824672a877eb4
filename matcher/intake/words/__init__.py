"""Words for people: names, lists, counts, settings as they are spelled, and near misses."""
