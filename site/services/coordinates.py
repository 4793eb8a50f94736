"""Coordinates of places in Thailand, as people paste them from maps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

PLACES = 6
"""Digits after the point, about a tenth of a metre; maps give fourteen."""
LATITUDES = (5, 21)
LONGITUDES = (97, 106)
"""Degrees between which Thailand lies."""
SWAPPED = _("ละติจูดกับลองจิจูดน่าจะสลับช่องกัน ละติจูดของประเทศไทยอยู่ระหว่าง 5 ถึง 21 และลองจิจูดอยู่ระหว่าง 97 ถึง 106")


def rounded(value: Decimal | None) -> Decimal | None:
    """Degrees with as many digits after the point as are stored; what are no degrees stays as it is."""
    if value is None or not value.is_finite() or abs(value) > 360:
        return value
    return round(value, PLACES)


def in_thailand(latitude: Decimal | None, longitude: Decimal | None) -> bool:
    """Whether a place lies between the degrees of Thailand; one without degrees does not."""
    if latitude is None or longitude is None:
        return False
    return LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]


def look_swapped(latitude: Decimal | None, longitude: Decimal | None) -> bool:
    """Whether each of the two would be right in the place of the other."""
    return in_thailand(longitude, latitude)


class RoundedField(forms.DecimalField):
    """A form's field for degrees, which are rounded before their digits are counted."""

    def to_python(self, value: Any) -> Any:
        return rounded(super().to_python(value))

    def to_python_or_none(self, value: Any) -> Decimal | None:
        """The degrees that were typed; None where they are none."""
        try:
            return cast("Decimal | None", self.to_python(value))
        except ValidationError:
            return None


class CoordinateField(models.DecimalField):
    """A latitude or a longitude. Migrations know it as Django's own: nothing about what is stored differs."""

    def to_python(self, value: Any) -> Any:
        return rounded(super().to_python(value))

    def formfield(self, form_class: Any = RoundedField, choices_form_class: Any = None, **kwargs: Any) -> Any:
        return super().formfield(form_class=form_class, choices_form_class=choices_form_class, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs
