"""What is kept: the database, the keys beside it, and the rows in both."""
