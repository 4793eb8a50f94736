"""What the editor of a page says before the second of two people saves.

Wagtail warns that going on overwrites what the other saved. In a page both are brought together and shown
first, so that its dialog says that; snippets keep Wagtail's words, which are true of them.
"""

from __future__ import annotations

from wagtail.admin.ui.editing_sessions import EditingSessionsList

EditingSessionsList.template_name = "core/admin/editing_sessions.html"
