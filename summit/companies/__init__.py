"""Companies of an edition: who they are, who speaks for them, what they offer and need, and who suits whom."""
