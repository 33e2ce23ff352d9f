"""What the operator sets, asks and watches."""
