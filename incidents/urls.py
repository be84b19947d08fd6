"""Addresses of the incidents, and of reports of both kinds."""

from django.urls import path

from incidents.views import incidents, referrals, reports, timeline, triage

app_name = "incidents"

urlpatterns = [
    path("reports/", reports.report_list, name="reports"),
    path("reports/new/", reports.report_new, name="report_new"),
    path("reports/call/", reports.call_new, name="call_new"),
    path("reports/unread/", reports.unread, name="unread"),
    path("reports/<uuid:code>/", reports.report_detail, name="report"),
    path("reports/<uuid:code>/more/", reports.report_more, name="report_more"),
    path("reports/<uuid:code>/withdraw/", reports.report_withdraw, name="report_withdraw"),
    path("reports/<uuid:code>/take/", triage.take, name="take"),
    path("reports/<uuid:code>/again/", triage.take_up_again, name="take_up_again"),
    path("reports/<uuid:code>/answer/", triage.answer, name="answer"),
    path("reports/<uuid:code>/link/", triage.link, name="link"),
    path("reports/<uuid:code>/unlink/", triage.unlink, name="unlink"),
    path("reports/<uuid:code>/open/", triage.open_from_report, name="open"),
    path("incidents/", incidents.incident_list, name="list"),
    path("incidents/from-finding/<uuid:code>/", triage.open_from_finding, name="open_from_finding"),
    path("incidents/lines/<uuid:code>/strike/", timeline.strike_entry, name="strike_entry"),
    path("incidents/figures/<uuid:code>/strike/", timeline.strike_figure, name="strike_figure"),
    path("incidents/referrals/<uuid:code>/<slug:to>/", referrals.answer, name="agency_answer"),
    path("incidents/<uuid:code>/", incidents.incident_detail, name="detail"),
    path("incidents/<uuid:code>/step/<slug:to>/", incidents.step, name="step"),
    path("incidents/<uuid:code>/verification/", incidents.verification, name="verification"),
    path("incidents/<uuid:code>/assessment/", incidents.assessment, name="assessment"),
    path("incidents/<uuid:code>/lead/", incidents.lead, name="lead"),
    path("incidents/<uuid:code>/note/", timeline.note, name="note"),
    path("incidents/<uuid:code>/figures/", timeline.figures, name="figures"),
    path("incidents/<uuid:code>/refer/", referrals.refer, name="refer"),
]
