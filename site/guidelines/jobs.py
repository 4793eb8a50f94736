"""What guidelines have done beside the web server."""

from __future__ import annotations

from core.jobs import background_job
from guidelines.notifying import notify_all
from guidelines.sending import deliver_all
from guidelines.upstream.summarising import keep_up

background_job("upstream", 30.0)(keep_up)
background_job("sendings", 2.0)(deliver_all)
background_job("notices", 60.0)(notify_all)
