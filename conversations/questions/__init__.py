"""The questions, a file for each part of a talk. Flows put them in order."""
