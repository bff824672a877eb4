"""What figures are made of: a file a measurement, each with `rows`, which measures them one by one."""
