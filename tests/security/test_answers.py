"""Every kind of answer carries its protection, whatever went wrong."""

from collections.abc import Iterator

import pytest
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from wayfellow.access.doors import public
from wayfellow.access.refusals import Invalid, Refused, TooOften
from wayfellow.config import urls
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

ERRORS: dict[str, tuple[Exception, int]] = {
    "refused": (Refused("no"), 409),
    "invalid": (Invalid("no"), 422),
    "often": (TooOften(), 429),
    "broken": (RuntimeError("our fault"), 500),
}


@public
def fail(_request: HttpRequest, kind: str) -> HttpResponse:
    raise ERRORS[kind][0]


urlpatterns = [path("fail/<str:kind>/", fail), path("", include("wayfellow.config.urls"))]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def visitor() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [*ERRORS, "missing", "token"])
def test_every_error_is_a_page_with_its_protection(visitor: Client, kind: str) -> None:
    if kind == "token":
        answer, status = visitor.post("/account/link/"), 403
    elif kind == "missing":
        answer, status = visitor.get("/no/such/page"), 404
    else:
        answer, status = visitor.get(f"/fail/{kind}/"), ERRORS[kind][1]

    assert answer.status_code == status
    assert b"<h1>" in answer.content
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_the_error_page_comes_even_without_the_list_of_static_files(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> str:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(storages["staticfiles"], "url", missing)

    answer = visitor.get("/fail/broken/")

    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "evil",
    [
        *("//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example"),
        *("https://evil.example", "///evil.example", "/\t/evil.example", "javascript:alert(1)"),
        *("http:///evil.example", "/%09/evil.example/\n", "home:now"),
    ],
)
def test_nobody_is_led_away_from_the_site(world: World, client: Client, evil: str) -> None:
    everything(world)
    client.force_login(world.otto)

    for address in ("/theme/", "/language/", "/institutions/statements/", "/account/logout/"):
        said = {"next": evil, "theme": "dark", "language": "en"}
        answer = client.post(f"{address}", said)
        assert _stays(answer.headers.get("Location", "/")), address
    client.post("/account/login/", {"login": "otto@example.com", "password": "wrong"})
    signed = {"login": "otto@example.com", "password": "a good password", "next": evil}
    assert _stays(client.post("/account/login/", signed).headers.get("Location", "/"))


def _stays(location: str) -> bool:
    return location.startswith("/") and not location.startswith(("//", "/\\", "/\t"))
