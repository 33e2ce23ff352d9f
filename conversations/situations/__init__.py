"""What answers come to: a person's year in the terms of the calculations."""
