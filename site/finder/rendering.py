"""JSON that people can read: Thai letters as they are, not as escapes."""

from __future__ import annotations

from ninja.renderers import JSONRenderer


class ThaiJSONRenderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}
