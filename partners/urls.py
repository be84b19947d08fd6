"""Addresses of the partners."""

from django.urls import path

from partners.views import agencies, audiences, items, letters, meetings

app_name = "partners"

urlpatterns = [
    path("partners/", agencies.agencies, name="list"),
    path("partners/new/", agencies.add_agency, name="add"),
    path("partners/<uuid:code>/", agencies.agency, name="detail"),
    path("partners/<uuid:code>/edit/", agencies.edit_agency, name="edit"),
    path("partners/<uuid:code>/contacts/new/", agencies.add_contact, name="contact_add"),
    path("partners/contacts/<uuid:code>/", agencies.edit_contact, name="contact_edit"),
    path("partners/contacts/<uuid:code>/check/", agencies.verify_contact, name="contact_check"),
    path("partners/contacts/<uuid:code>/replace/", agencies.replace_contact, name="contact_replace"),
    path("audiences/", audiences.audiences, name="audiences"),
    path("audiences/new/", audiences.add_audience, name="audience_add"),
    path("audiences/items/", items.items, name="items"),
    path("audiences/items/<uuid:code>/", items.item, name="item"),
    path("audiences/items/<uuid:code>/edit/", items.edit_item, name="item_edit"),
    path("audiences/items/<uuid:code>/move/", items.move_item, name="item_move"),
    path("audiences/<uuid:code>/", audiences.audience, name="audience"),
    path("audiences/<uuid:code>/edit/", audiences.edit_audience, name="audience_edit"),
    path("audiences/<uuid:code>/attendees/", meetings.attendees, name="attendees"),
    path("audiences/<uuid:code>/minutes/", meetings.minutes, name="minutes"),
    path("audiences/<uuid:code>/minutes/final/", meetings.finalise, name="minutes_final"),
    path("audiences/<uuid:code>/items/new/", items.add_item, name="item_add"),
    path("audiences/<uuid:code>/letter/", letters.add_audience_letter, name="audience_letter"),
    *[
        path(f"audiences/<uuid:code>/{step}/", audiences.audience_step, {"step": step}, name=f"audience_{step}")
        for step in audiences.STEPS
    ],
    path("letters/", letters.letters, name="letters"),
    path("letters/new/", letters.add_letter, name="letter_add"),
    path("letters/incoming/", letters.incoming_letters, name="incoming_letters"),
    path("letters/incoming/new/", letters.add_incoming, name="incoming_add"),
    path("letters/incoming/<uuid:code>/", letters.incoming_letter, name="incoming_letter"),
    *[
        path(f"letters/incoming/<uuid:code>/{step}/", letters.incoming_step, {"step": step}, name=f"incoming_{step}")
        for step in letters.INCOMING_STEPS
    ],
    path("letters/<uuid:code>/", letters.letter, name="letter"),
    path("letters/<uuid:code>/edit/", letters.edit_letter, name="letter_edit"),
    path("letters/<uuid:code>/print/", letters.print_letter, name="letter_print"),
    *[
        path(f"letters/<uuid:code>/{step}/", letters.letter_step, {"step": step}, name=f"letter_{step}")
        for step in letters.LETTER_STEPS
    ],
]
