"""Contributions that were too much, or went to the wrong kind of IRA."""
