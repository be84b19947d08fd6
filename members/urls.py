"""Addresses of accounts and the roster."""

from django.urls import URLPattern, path

from members import views

app_name = "members"

urlpatterns: list[URLPattern] = [
    path("apply/", views.apply, name="apply"),
    path("apply/done/", views.applied, name="applied"),
    path("accounts/password/", views.password, name="password"),
    path("members/", views.roster, name="list"),
    path("members/me/", views.me, name="me"),
    path("members/me/data/", views.own_data, name="own_data"),
    path("members/me/card/", views.own_card, name="own_card"),
    path("members/me/card/lost/", views.own_card_lost, name="own_card_lost"),
    path("members/cards/", views.cards, name="cards"),
    path("members/cards/<uuid:code>/", views.card, name="card"),
    path("members/cards/<uuid:code>/pdf/", views.card_pdf, name="card_pdf"),
    path("members/cards/<uuid:code>/steps/<slug:name>/", views.card_step, name="card_step"),
    path("members/new/", views.new, name="new"),
    path("members/import/", views.imports, name="imports"),
    path("members/import/template.<str:kind>", views.import_template, name="import_template"),
    path("members/import/<uuid:code>/", views.import_page, name="import_page"),
    path("members/import/<uuid:code>/columns/", views.import_columns, name="import_columns"),
    path("members/import/<uuid:code>/give-up/", views.give_up_import, name="give_up_import"),
    path("members/recap/", views.recap, name="recap"),
    path("members/offices/", views.offices, name="offices"),
    path("members/offices/<uuid:code>/end/", views.end_office, name="end_office"),
    path("members/units/", views.units, name="units"),
    path("members/units/<str:area>/", views.unit, name="unit"),
    path("members/units/<str:area>/chapter/", views.chapter, name="chapter"),
    path("members/units/<str:area>/rule/", views.rule, name="rule"),
    path("members/units/<str:area>/numbers/", views.numbers, name="numbers"),
    path("members/units/<str:area>/board/", views.board, name="board"),
    path("members/units/<str:area>/rights/", views.rights, name="rights"),
    path("members/<uuid:code>/", views.detail, name="detail"),
    path("members/<uuid:code>/steps/<slug:name>/", views.step, name="step"),
    path("members/<uuid:code>/proposals/<uuid:proposal>/", views.proposal, name="proposal"),
    path("members/<uuid:code>/documents/", views.documents, name="documents_seen"),
    path("members/<uuid:code>/livelihood/", views.livelihood, name="livelihood"),
    path("members/<uuid:code>/waiver/", views.waiver, name="waiver"),
    path("members/<uuid:code>/nik/", views.nik, name="nik"),
    path("members/<uuid:code>/nik/read/", views.read_nik, name="read_nik"),
    path("members/<uuid:code>/emergency/", views.emergency, name="emergency"),
    path("members/<uuid:code>/card/", views.request_card, name="request_card"),
    path("members/<uuid:code>/photo/", views.photo, name="photo"),
    path("members/<uuid:code>/photo/remove/", views.remove_photo, name="remove_photo"),
    path("members/<uuid:code>/appoint/", views.appoint, name="appoint"),
    path("members/<uuid:code>/sign-in-link/", views.sign_in_link, name="sign_in_link"),
    path("members/<uuid:code>/second-factor/", views.reset_second_factor, name="second_factor"),
]
