"""A lean Bot API server, and people who answer a whole talk over and over."""
