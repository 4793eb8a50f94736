"""Screens of following up, and the public page of a closed round."""
