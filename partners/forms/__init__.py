"""Checking what people type about partners, by noun."""

from partners.forms.agencies import AgencyForm, ContactForm, EditAgencyForm, NewContactForm
from partners.forms.audiences import (
    AttendeeForm,
    AudienceForm,
    ConfirmForm,
    EditAudienceForm,
    FinaliseForm,
    HoldForm,
    MinutesForm,
)
from partners.forms.fields import ReasonStepForm, StepForm
from partners.forms.items import EditItemForm, ItemForm, MoveItemForm
from partners.forms.letters import (
    AnswerForm,
    AudienceLetterForm,
    DeliveryForm,
    EditLetterForm,
    IncomingForm,
    LetterForm,
)

__all__ = [
    "AgencyForm",
    "AnswerForm",
    "AttendeeForm",
    "AudienceForm",
    "AudienceLetterForm",
    "ConfirmForm",
    "ContactForm",
    "DeliveryForm",
    "EditAgencyForm",
    "EditAudienceForm",
    "EditItemForm",
    "EditLetterForm",
    "FinaliseForm",
    "HoldForm",
    "IncomingForm",
    "ItemForm",
    "LetterForm",
    "MinutesForm",
    "MoveItemForm",
    "NewContactForm",
    "ReasonStepForm",
    "StepForm",
]
