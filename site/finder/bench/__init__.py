"""Measuring speed: pages beside a bare view, search, indexing, importing (`manage.py bench`)."""
