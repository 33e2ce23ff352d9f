"""How a result leaves the talk: by the person's own hand, or to the CPA by their consent."""
