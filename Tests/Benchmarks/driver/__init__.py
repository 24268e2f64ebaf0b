"""What `run` is made of: the environment, the rows, those who compete in them, and the report."""
