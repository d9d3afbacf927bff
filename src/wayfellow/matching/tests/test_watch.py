import pytest

from wayfellow.matching import solve
from wayfellow.matching.tests.season import season
from wayfellow.matching.watch import PLAN, told_to


def test_whoever_listens_hears_every_stage_and_the_answer_is_the_same() -> None:
    pool = season(120, 40)
    heard: list[tuple[str, float]] = []

    with told_to(lambda stage, share: heard.append((stage, share))):
        answer = solve(pool)

    assert list(dict.fromkeys(stage for stage, _share in heard)) == list(PLAN)
    shares = [share for _stage, share in heard]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1
    assert solve(pool).pairs == answer.pairs


def test_nobody_is_told_any_more_afterwards() -> None:
    heard: list[str] = []
    with told_to(lambda stage, _share: heard.append(stage)):
        pass

    solve(season(20, 8))

    assert not heard


def test_the_stages_together_are_the_whole_work() -> None:
    end = 0.0
    for before, own, _usual in PLAN.values():
        assert before == pytest.approx(end)
        end = before + own
    assert end == pytest.approx(1)
