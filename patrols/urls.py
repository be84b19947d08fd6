"""Addresses of the patrols."""

from django.urls import URLPattern, path

from patrols.views import crews, duties, lists, partners, plans, reports

app_name = "patrols"


def step(address: str, name: str) -> URLPattern:
    """A step of one person on a duty."""
    return path(f"patrols/crew/<uuid:code>/{address}/", crews.crew_step, {"step": name}, name=name)


urlpatterns: list[URLPattern] = [
    path("patrols/", lists.duty_list, name="list"),
    path("patrols/new/", plans.plan, name="plan"),
    path("patrols/<uuid:code>/", duties.duty_detail, name="detail"),
    path("patrols/<uuid:code>/change/", plans.change, name="change"),
    path("patrols/<uuid:code>/publish/", duties.publish, name="publish"),
    path("patrols/<uuid:code>/cancel/", duties.cancel, name="cancel"),
    path("patrols/<uuid:code>/complete/", duties.complete, name="complete"),
    path("patrols/<uuid:code>/abort/", duties.abort, name="abort"),
    path("patrols/<uuid:code>/sign-up/", duties.sign_up, name="sign_up"),
    path("patrols/<uuid:code>/reserve/", duties.reserve, name="reserve"),
    path("patrols/<uuid:code>/reserve/leave/", duties.leave_reserve, name="leave_reserve"),
    path("patrols/<uuid:code>/agencies/", partners.ask, name="ask"),
    path("patrols/agencies/<uuid:code>/", partners.answer, name="answer"),
    path("patrols/places/<uuid:code>/", crews.assign, name="assign"),
    step("accept", "accept"),
    step("decline", "decline"),
    step("arrive", "arrive"),
    step("finish", "finish"),
    step("home", "home"),
    step("no-show", "no_show"),
    step("release", "release"),
    path("patrols/crew/<uuid:code>/withdraw/", crews.withdraw, name="withdraw"),
    path("patrols/crew/<uuid:code>/excuse/", crews.excuse, name="excuse"),
    path("patrols/crew/<uuid:code>/rest/", crews.waive, name="waive"),
    path("patrols/<uuid:code>/report/", reports.write, name="report_write"),
    path("patrols/<uuid:code>/reports/<uuid:report>/", reports.page, name="report"),
    path("patrols/<uuid:code>/reports/<uuid:report>/edit/", reports.edit, name="report_edit"),
    path("patrols/<uuid:code>/reports/<uuid:report>/verify/", reports.verify, name="report_verify"),
    path("patrols/<uuid:code>/reports/<uuid:report>/return/", reports.send_back, name="report_return"),
    path("patrols/<uuid:code>/reports/<uuid:report>/correct/", reports.correct, name="report_correct"),
]
