"""Texts that people write, with a longest length that holds at every door: form, revision and database.

Django asks a text's length in forms alone, so that an import, the shell or an API could store megabytes in
what a page shows on one line.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

LONG = 20_000
"""Characters of a text of several paragraphs, about ten pages."""
SHORT = 5_000
"""Characters of a reason, a note or a remark."""


def problem_of_length(text: str, longest: int) -> str:
    """Why a text is too long, with both lengths; empty where it is not."""
    if len(text) <= longest:
        return ""
    return _("ข้อความยาว %(size)s ตัวอักษร ช่องนี้ยาวได้ไม่เกิน %(limit)s ตัวอักษร กรุณาตัดให้สั้นลง") % {
        "size": f"{len(text):,}",
        "limit": f"{longest:,}",
    }


class NoLonger:
    """A validator of forms and fields, without the attribute by which a browser cuts what is pasted."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, text: str) -> None:
        if problem := problem_of_length(text, self.longest):
            raise ValidationError(problem, code="max_length")


def text_field(longest: int, *, rows: int = 3, **options: Any) -> forms.CharField:
    """A form's field for several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(widget=widget, validators=[NoLonger(longest)], **options)


class _Limited:
    """A text field of a model that refuses, wherever it is written, what is longer than `longest`."""

    name: str
    verbose_name: Any
    longest: int

    def _check(self, value: Any) -> None:
        if isinstance(value, str) and (problem := problem_of_length(value, self.longest)):
            raise ValidationError(f"{self.verbose_name}: {problem}", code="max_length")

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Raises ValidationError."""
        self._check(value)
        return super().get_db_prep_save(value, connection)  # type: ignore[misc]

    def value_to_string(self, obj: Any) -> str:
        """As a revision keeps it. Raises ValidationError."""
        self._check(getattr(obj, self.name))
        return super().value_to_string(obj)  # type: ignore[misc]


class LimitedTextField(_Limited, models.TextField):
    """Several lines, of at most `longest` characters. To the database a TextField."""

    def __init__(self, *args: Any, longest: int = SHORT, **options: Any) -> None:
        self.longest = longest
        options["validators"] = [*options.get("validators", ()), NoLonger(longest)]
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        options.pop("validators", None)
        return name, "django.db.models.TextField", args, options


class LimitedCharField(_Limited, models.CharField):
    """One line of at most `max_length` characters, which SQLite does not hold anybody to."""

    @property
    def longest(self) -> int:  # type: ignore[override]
        return int(self.max_length or 0)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options
