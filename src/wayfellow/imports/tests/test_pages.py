import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.applications.models import Application, Consent
from wayfellow.imports import actions, tasks
from wayfellow.imports.lifecycle import BatchState
from wayfellow.imports.models import Batch, Kind, Mapping
from wayfellow.imports.tests.samples import SAMPLES, table, take
from wayfellow.institutions.models import Institution
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.testing.world import World

ADA = ("A1", "Ada Byron", "ada.byron@student.example", "2004-02-03")


def uploaded(world: World, data: bytes | None = None) -> Batch:
    return actions.upload(
        world.cohort,
        Kind.STUDENTS,
        world.merlion,
        filename="students.csv",
        data=data or table(ADA),
        by=world.carol,
    )


def send(client: Client, world: World, institution: Institution, data: bytes) -> HttpResponse:
    url = reverse("imports:upload", args=[world.cohort.pk])
    file = SimpleUploadedFile("students.csv", data)
    values = {"kind": "students", "institution": institution.pk, "file": file}
    return client.post(url, values)  # type: ignore[return-value]


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_from_upload_over_its_columns_and_check_to_the_end(client: Client) -> None:
    world = World()
    client.force_login(world.carol)
    data = (SAMPLES / "imn/merlion-students.csv").read_bytes()
    send(client, world, world.merlion, data)
    batch = Batch.objects.get()
    columns = reverse("imports:columns", args=[batch.pk])
    page = client.get(columns).content.decode()
    client.post(columns, {**batch.mapping, "check": "1"})
    batch.refresh_from_db()
    checked = batch.state
    shown = client.get(reverse("imports:show", args=[batch.pk])).content.decode()
    client.post(reverse("imports:begin", args=[batch.pk]))
    batch.refresh_from_db()

    assert "goran.sjoberg@student.merlion.example" in page
    assert checked == BatchState.CHECKED
    assert "Import 80 students" in shown
    assert (batch.state, batch.summary["new"], bytes(batch.content)) == ("imported", 80, b"")
    assert len(batch.digest) == 64
    assert Application.objects.count() == 80
    assert world.told() == {(world.carol, "imports/notices/finished")}
    assert Mapping.objects.get().columns == batch.mapping
    assert client.get(columns).status_code == 302
    assert client.post(reverse("imports:begin", args=[batch.pk])).status_code == 302
    assert Application.objects.count() == 80


@pytest.mark.django_db(transaction=True)
def test_faults_are_shown_and_can_be_downloaded_and_nothing_is_written(client: Client) -> None:
    world = World()
    client.force_login(world.carol)
    send(client, world, world.merlion, (SAMPLES / "imn/dirty.csv").read_bytes())
    batch = Batch.objects.get()
    client.post(reverse("imports:columns", args=[batch.pk]), {**batch.mapping, "check": "1"})
    batch.refresh_from_db()
    page = client.get(reverse("imports:show", args=[batch.pk])).content.decode()
    faults = client.get(reverse("imports:faults", args=[batch.pk]))

    assert (batch.state, batch.summary["faults"]) == (BatchState.FAULTY, 8)
    assert "31/02/2008" in page
    assert faults.content.decode("utf-8-sig").splitlines()[3] == "4,Name,This is missing."
    assert client.post(reverse("imports:begin", args=[batch.pk])).status_code == 409
    assert Application.objects.count() == 0


def test_a_coordinator_brings_in_for_the_own_institution_only(world: World, client: Client) -> None:
    batch = uploaded(world)
    client.force_login(world.cora)

    assert send(client, world, world.merlion, table(ADA)).status_code == 422
    assert Batch.objects.count() == 1
    for name in ("show", "columns", "faults", "progress"):
        assert client.get(reverse(f"imports:{name}", args=[batch.pk])).status_code == 404
    for name in ("check", "begin"):
        assert client.post(reverse(f"imports:{name}", args=[batch.pk])).status_code == 404
    assert (
        "students.csv"
        not in client.get(reverse("imports:list", args=[world.cohort.pk])).content.decode()
    )


@pytest.mark.parametrize("who", ["leo", "ada", "ines", "petra", "maya"])
def test_nobody_else_brings_anybody_in(world: World, client: Client, who: str) -> None:
    client.force_login(getattr(world, who))

    response = client.get(reverse("imports:upload", args=[world.cohort.pk]))
    assert response.status_code in {403, 404}


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 x", b"a,b\n1,2,3\n", b"x" * (20 * 1024 * 1024 + 1)]
)
def test_what_is_no_list_is_refused_in_a_sentence(
    world: World, client: Client, data: bytes
) -> None:
    client.force_login(world.carol)

    response = send(client, world, world.merlion, data)
    assert response.status_code == 422
    assert Batch.objects.count() == 0


def test_a_column_is_one_thing_only_and_what_is_needed_is_asked_for(
    world: World, client: Client
) -> None:
    client.force_login(world.carol)
    batch = uploaded(world)
    url = reverse("imports:columns", args=[batch.pk])

    twice = client.post(url, {**batch.mapping, "preferred_name": "Name"})
    without = client.post(url, {"name": "Name"})
    assert (twice.status_code, without.status_code) == (422, 422)
    batch.refresh_from_db()
    assert batch.state == BatchState.UPLOADED


def test_a_mapping_is_remembered_for_the_next_file(world: World) -> None:
    data = table(ADA, columns=("Ref", "Who", "Where", "Born", "Parent"))
    chosen = {"student_number": "Ref", "name": "Who", "email": "Where"}
    actions.map_(uploaded(world, data), chosen, by=world.carol)

    assert uploaded(world, data).mapping == chosen


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_died_is_followed_by_another_and_rows_come_once() -> None:
    world = World()
    batch = uploaded(world)
    tasks.start_check(batch, by=world.carol)
    batch.refresh_from_db()
    # The click is kept, the work is not: as when the worker is killed.
    actions.begin(batch, by=world.carol)
    tasks.import_file.func(batch.pk)
    tasks.import_file.func(batch.pk)
    batch.refresh_from_db()

    assert batch.state == BatchState.IMPORTED
    assert Application.objects.count() == 1
    with pytest.raises(IllegalStep):
        actions.begin(batch, by=world.carol)


@pytest.mark.django_db(transaction=True)
def test_what_was_checked_and_is_true_no_more_is_not_imported() -> None:
    world = World()
    batch = uploaded(world)
    tasks.start_check(batch, by=world.carol)
    other = table(("A1", "Somebody", "somebody@student.example"))
    later = uploaded(world, other)
    for row in (later, batch):
        row.refresh_from_db()
        if row.state == BatchState.UPLOADED:
            tasks.start_check(row, by=world.carol)
            row.refresh_from_db()
        tasks.start_import(row, by=world.carol)
    batch.refresh_from_db()

    assert batch.state == BatchState.FAULTY
    assert Application.objects.count() == 1


def test_the_list_costs_the_same_with_one_file_and_three(world: World, client: Client) -> None:
    client.force_login(world.carol)
    url = reverse("imports:list", args=[world.cohort.pk])
    counts = []
    uploaded(world)
    client.get(url)
    for more in (0, 2):
        for _ in range(more):
            uploaded(world)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_progress_part_answers_while_the_work_goes_on(world: World, client: Client) -> None:
    client.force_login(world.carol)
    batch = uploaded(world)
    url = reverse("imports:progress", args=[batch.pk])
    over = client.get(url)
    actions.check(batch, by=world.carol)

    assert "HX-Redirect" in over.headers
    assert "0 of 1 done" in client.get(url).content.decode()
    assert client.get(reverse("imports:show", args=[batch.pk])).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_guardians_of_a_file_are_asked_by_one_button_and_once_each(client: Client) -> None:
    world = World()
    client.force_login(world.carol)
    take(world, Kind.STUDENTS, "imn/merlion-students.csv", world.merlion)
    batch = uploaded(world)
    for _ in range(2):
        client.post(reverse("imports:ask_guardians", args=[batch.pk]))

    minors = Application.objects.filter(consent_needed=True).count()
    assert minors > 0
    assert Consent.objects.count() == len(world.mailed()) == minors
    client.force_login(world.cora)
    assert client.post(reverse("imports:ask_guardians", args=[batch.pk])).status_code == 404
