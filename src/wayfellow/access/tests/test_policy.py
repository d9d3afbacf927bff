import pytest
from django.db.models import Q

from wayfellow.access.doors import reach
from wayfellow.access.policy import Rule, nobody, platform_admin
from wayfellow.institutions.models import Institution
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "rule",
    [
        platform_admin,
        platform_admin | nobody,
        nobody | platform_admin,
        platform_admin | Rule(lambda _person: Q(slug="merlion")),
        platform_admin & platform_admin,
    ],
)
def test_the_platform_s_administrator_reaches_every_row_however_the_rule_is_joined(
    world: World, rule: Rule
) -> None:
    assert Institution.objects.filter(rule.rows(world.petra)).count() == 2
    assert Institution.objects.filter((platform_admin | nobody).rows(world.otto)).count() == 0


def test_institutions_are_reached_by_their_members_and_by_the_platform(world: World) -> None:
    assert reach(world.petra, "institution.view").count() == 2
    assert set(reach(world.ada, "institution.view")) == {world.merlion}
    assert not reach(world.otto, "institution.view").exists()
