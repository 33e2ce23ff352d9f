"""A person's IRAs: Form 8606, what leads to its lines, and what follows from them."""
