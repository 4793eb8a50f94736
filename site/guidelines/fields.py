"""A model field for a short list of keys, edited as words with commas between."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

_valid = RegexValidator(
    r"^[A-Za-z][A-Za-z0-9_-]*$", _("รหัสใช้ได้เฉพาะอักษรอังกฤษ ตัวเลข ขีดล่าง และขีดกลาง คั่นด้วยจุลภาค")
)


class KeysFormField(forms.CharField):
    """Text such as "mission, services" as the list ["mission", "services"], each key once."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, list):
            value = (super().to_python(value) or "").replace(",", " ").split()
        return list(dict.fromkeys(value))

    def validate(self, value: list[str]) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: list[str]) -> None:
        for key in value:
            _valid(key)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial or []) != self.to_python(data or [])


class KeysField(models.JSONField):
    """A list of keys (รายการรหัส), stored as JSON."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        kwargs["form_class"] = KeysFormField
        return models.Field.formfield(self, **kwargs)
