"""What is announced about duties and reports, to whom and when. Only the clock plans; these are its rules.

Every text stands alone: when, where, who leads, what to do. Nobody's phone shows more names or places than that.
"""

from patrols.reminders.duties import before_duty
from patrols.reminders.reports import report_late

__all__ = ["before_duty", "report_late"]
