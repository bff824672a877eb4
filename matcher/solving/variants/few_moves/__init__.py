"""Past groups that live on with few moves."""
