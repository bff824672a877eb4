"""Integer programs: every rule as rows, and the solvers that read them."""
