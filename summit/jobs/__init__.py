"""Work in the background: a row that tells the truth, and a queue that is quick."""
