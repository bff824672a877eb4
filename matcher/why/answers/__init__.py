"""What `explain` finds: what a wish would cost, what stands in the way, what would mend it."""
