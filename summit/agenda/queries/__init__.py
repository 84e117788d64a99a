"""Reading the draft, the releases and who follows them."""
