"""Two people in one page's editor: what the other saved meanwhile, and both brought together."""
