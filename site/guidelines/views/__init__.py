"""Screens in Wagtail's admin where a ministry adapts a guideline section by section."""
