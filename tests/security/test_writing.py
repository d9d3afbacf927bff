"""What is sent to the site by those who may not, or with texts that nobody would type."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.security.atlas import Atlas, tables, without_statements, writable
from wayfellow.access.doors import may, reach
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

FIELDS = [
    "name",
    "preferred_name",
    "headline",
    "about",
    "languages",
    "city",
    "phone",
    "phone_for",
    "email_for",
    "email",
    "login",
    "password",
    "body",
    "text",
    "title",
    "reason",
    "note",
    "q",
    "subject",
    "letter",
    "message",
    "comment",
    "motivation",
    "aspiration",
    "version",
    "seen",
    "window",
    "chosen",
    "verb",
    "office",
    "part",
    "institution",
    "institutions",
    "cohort",
    "member",
    "student",
    "mentor",
    "target",
    "place",
    "group",
    "kind",
    "severity",
    "starts_at",
    "ends_at",
    "date",
    "day",
    "opens_on",
    "closes_on",
    "starts_on",
    "ends_on",
    "started_on",
    "hours",
    "minutes",
    "duration",
    "recommend",
    "rating",
    "reflection",
    "number",
    "page",
    "state",
    "role",
    "what",
    "signature",
    "takes_part",
    "guardian_name",
    "guardian_email",
    "slug",
    "policy",
    "answer",
    "key",
    "typed_name",
    "ground",
    "next",
    "direction",
    "country",
    "contact_email",
    "job_title",
    "website",
    "term",
    "programme",
    "reviewer",
    "minimum",
    "weights",
]
BROKEN = {
    "nul": "a\x00b",
    "digits": "9" * 5000,
    "date": "2027-02-30T25:61",
}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["maya", "cora"])
def test_those_who_may_not_change_nothing(world: World, role: str) -> None:
    everything(world)
    without_statements()
    atlas = Atlas(world)
    person = getattr(world, role)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    before = tables()

    wrong = []
    for route in writable():
        row = atlas.row(route)
        if row is None or may(person, route.permission, row):
            continue
        subject = route.permission.partition(".")[0]
        seen = reach(person, f"{subject}.view").filter(pk=row.pk).exists()
        status = client.post(atlas.address(route), {"reason": "because"}).status_code
        if status != (403 if seen else 404):
            wrong.append((route.path, status))

    assert wrong == []
    assert {name for name, digest in tables().items() if before[name] != digest} == set()


@pytest.mark.django_db
def test_no_form_is_taken_without_its_token(world: World) -> None:
    everything(world)
    without_statements()
    atlas = Atlas(world)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.carol)

    answers = {route.path: client.post(atlas.address(route)).status_code for route in writable()}

    # Mail programs stop a mail by a plain POST (RFC 8058), of people with an account and without;
    # its address is the secret, and 404 here.
    taken = {path: status for path, status in answers.items() if status != 403}
    assert taken == {"/l/stop-mail/<str:token>/": 404, "/l/stop-letters/<str:token>/": 404}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["carol", "maya"])
def test_broken_texts_are_answered_never_suffered(world: World, role: str) -> None:
    everything(world)
    without_statements()
    atlas = Atlas(world)
    person = getattr(world, role)
    client = Client(raise_request_exception=False)
    client.force_login(person)

    wrong = []
    for route in writable():
        row = atlas.row(route)
        if "/account/" in route.path or (row and not may(person, route.permission, row)):
            continue
        for kind, text in BROKEN.items():
            status = client.post(atlas.address(route), dict.fromkeys(FIELDS, text)).status_code
            if status >= 500:
                wrong.append((route.path, kind, status))

    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("pk", ["-1", "0", str(10**30), "9" * 5000, "1%00", "١", "1e9"])
def test_addresses_of_impossible_rows_are_not_there(world: World, pk: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.carol)

    for path in (f"/applications/{pk}/", f"/groups/{pk}/", f"/groups/1/goals/{pk}/"):
        assert client.get(path).status_code in {400, 404}
        assert client.post(f"{path}withdraw/").status_code in {400, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["%00", "%ff%fe", "9" * 3000, "-1", "1e400", "%F0%9F%98%80", "'"])
def test_broken_queries_are_answered(world: World, query: str) -> None:
    everything(world)
    without_statements()
    client = Client(raise_request_exception=False)
    client.force_login(world.carol)
    names = "page q state part at show flag stage without version group from kind institution next"
    asked = "&".join(f"{name}={query}" for name in names.split())

    for path in (
        f"/cohorts/{world.cohort.pk}/applications/",
        f"/cohorts/{world.cohort.pk}/matching/",
        f"/cohorts/{world.cohort.pk}/matching/place/",
        f"/console/{world.cohort.pk}/people/",
        f"/console/{world.cohort.pk}/groups/",
        f"/reports/{world.cohort.pk}/",
        f"/reports/{world.cohort.pk}/students/",
        f"/reports/{world.cohort.pk}/groups/",
        "/search/",
        "/caseload/",
        "/concerns/new/",
        "/institutions/statements/privacy/",
    ):
        assert client.get(f"{path}?{asked}").status_code < 500, path


@pytest.mark.django_db
def test_a_file_with_a_poisoned_name_keeps_only_its_last_part(world: World) -> None:
    everything(world)
    without_statements()
    client = Client(raise_request_exception=False)
    client.force_login(world.carol)
    path = f"/imports/cohorts/{world.cohort.pk}/upload/"

    for name in ("../../etc/passwd.csv", "a\r\nSet-Cookie: x=y.csv", "\u202evsc.exe.csv"):
        file = SimpleUploadedFile(name, b"name,email\nAda,ada@example.com\n")
        sent = {"kind": "students", "institution": world.merlion.pk, "file": file}
        assert client.post(path, sent).status_code in {302, 400, 422}
