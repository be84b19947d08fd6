"""What people and their browsers say about messages."""

from notifications.forms.choices import PreferencesForm
from notifications.forms.phones import PhoneForm
from notifications.forms.rules import RuleForm

__all__ = ["PhoneForm", "PreferencesForm", "RuleForm"]
