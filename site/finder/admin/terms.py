"""The editors' lexicon in Wagtail's admin, as snippets are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from finder.models import Term


class TermViewSet(SnippetViewSet):
    """คำพ้องและคำย่อ: whoever may add or change terms finds them in the settings menu."""

    model = Term
    icon = "openquote"
    menu_label = _("คำพ้องและคำย่อ")
    menu_order = 350
    add_to_settings_menu = True
    list_display = ["term", "kind", "shown_meanings", "uncertain", "only", UpdatedAtColumn()]
    list_filter = ["kind", "uncertain", "only"]
    list_export = ["term", "kind", "meanings", "uncertain", "only", "note"]
    search_fields = ["term", "meanings", "note"]
    search_backend_name = None
    ordering = ["term"]
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = False
    panels = [
        HelpPanel(template="finder/admin/terms_help.html"),
        MultiFieldPanel([FieldPanel("term"), FieldPanel("kind"), FieldPanel("meanings")], _("คำและความหมาย")),
        MultiFieldPanel([FieldPanel("uncertain"), FieldPanel("only"), FieldPanel("note")], _("เพิ่มเติม")),
    ]
