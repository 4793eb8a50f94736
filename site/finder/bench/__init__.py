"""Speed of pages and of search (`manage.py bench`); importing this registers the tables."""

from finder.bench import growth, pages, searching

__all__ = ["growth", "pages", "searching"]
