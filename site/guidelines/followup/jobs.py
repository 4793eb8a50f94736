"""What the worker does for follow-up."""

from core.jobs import background_job
from guidelines.followup.letters import order_anew
from guidelines.followup.making import make_all
from guidelines.followup.reminding import remind_all

background_job("reports", 3.0)(make_all)
background_job("report-letters", 30.0)(order_anew)
background_job("report-reminders", 3600.0)(remind_all)
