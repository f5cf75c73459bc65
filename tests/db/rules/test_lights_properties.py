"""What holds for every commitment: no failure, a worse figure is never better lit, every reason is a sentence."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, getcontext

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from db.rules.kinds import LIGHT_ORDER, IndicatorType, Light, MilestoneKind, Nature, Op, Status
from db.rules.light_types import at_most
from db.rules.lights import judge
from db.rules.milestones import Commitment, Figure, Standing
from db.rules.wording import light_name, progress_sentence, sentence, status_name
from tests.db.rules.light_cases import RULES

T = IndicatorType
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
SMALL = st.decimals(-50, 300, places=2)
ANY = st.one_of(SMALL, st.decimals(-(10**17), 10**17, places=1))
WORDS = st.text("缺批复文件一二三", max_size=5)


def figures() -> st.SearchStrategy[tuple[Figure, ...]]:
    row = st.builds(Figure, DAYS, ANY, st.sampled_from(Nature))
    return st.lists(row, max_size=5).map(lambda rows: tuple(sorted(rows, key=lambda row: row.as_at)))


@st.composite
def commitments(draw: st.DrawFn, value: st.SearchStrategy[Decimal] = ANY) -> Commitment:
    year = draw(st.integers(2020, 2025))
    month = draw(st.sampled_from([12, 12, 12, 6, 9]))
    start = draw(st.integers(2018, 2021))
    series = draw(st.dictionaries(st.integers(2020, 2025), value, max_size=3))
    return Commitment(
        kind=draw(st.sampled_from([*[MilestoneKind.TARGET] * 5, *MilestoneKind])),
        type=draw(st.sampled_from(T)),
        year=year,
        due_on=date(year, month, 30 + (month == 12)),
        plan_start=start,
        plan_end=start + 5,
        op=draw(st.sampled_from([None, *Op])),
        target=draw(st.one_of(value, st.none())),
        target_max=draw(st.one_of(st.none(), st.none(), value)),
        measure=draw(st.sampled_from(["家", "%", "个百分点", "亿元", ""])),
        basis=draw(st.sampled_from([None, "当年", "累计", "存量", "占比", "增速", "年均下降", "下降", "水平"])),
        recurs=draw(st.sampled_from([None, None, "yearly", "half-yearly", "quarterly", "monthly", "daily"])),
        baseline=draw(st.one_of(st.none(), value)),
        baseline_year=draw(st.one_of(st.none(), st.integers(2015, 2022))),
        series=tuple(sorted(series.items())),
        publishes_on=draw(st.sampled_from([None, None, "03-31", "10-31", "02-30", "", "x"])),
        strict=draw(st.booleans()),
        schedule=draw(st.sampled_from([(), ((3, Decimal(1)), (6, Decimal(5)))])),
        steps=draw(st.sampled_from([(), (("申报", date(2021, 3, 1)), ("评审", date(2021, 6, 1)))])),
        recognised_in=draw(st.sampled_from([None, 9, 0, 13])),
        reference=draw(st.one_of(st.just(()), figures())),
    )


standings = st.builds(
    Standing,
    claimed_on=st.one_of(st.none(), st.none(), st.none(), DAYS),
    accepted_on=st.one_of(st.none(), st.none(), st.none(), DAYS),
    returned=st.sampled_from([False, False, False, True]),
    return_reason=WORDS,
    cancelled=st.sampled_from([False, False, False, True]),
    merged=st.sampled_from([False, False, False, True]),
    adjusted_due=st.one_of(st.none(), st.none(), DAYS),
    adjusted_target=st.one_of(st.none(), st.none(), ANY),
    stage=st.sampled_from([None, "", "未启动", "起草", "印发", "评审", "别的"]),
    noted_on=st.one_of(st.none(), DAYS),
    started=st.booleans(),
)


@settings(max_examples=250)
@given(commitments(), standings, figures(), DAYS)
def test_every_verdict_is_whole_and_says_why(
    ask: Commitment, standing: Standing, rows: tuple[Figure, ...], today: date
) -> None:
    verdict = judge(ask, standing, rows, today, RULES)
    for lang in ("zh", "en"):
        for text in (
            sentence(verdict.reason, lang),
            light_name(verdict.light, lang),
            status_name(verdict.status, lang),
        ):
            assert text
            assert not any(bad in text for bad in ("None", "{", "}", "E+", "E-", "Decimal", "date("))
            assert not (lang == "en" and re.search(r"(?<![\d.])(1 days|0 days|1 points)", text))
    prefilled = progress_sentence(ask, verdict.figure, verdict, "指标")
    assert (prefilled == "") == (verdict.figure is None)
    assert not any(bad in prefilled for bad in ("None", "{", "E+"))
    assert verdict.days == (verdict.due_on - today).days
    assert verdict.figure is None or verdict.figure.as_at <= today
    assert (verdict.light is Light.OVERDUE) <= (verdict.days < 0)
    assert (verdict.status is Status.PENDING) == (verdict.light is Light.PENDING)
    assert verdict.expected is None or verdict.expected >= 0
    if ask.type is T.NOT_ABOVE:
        assert verdict.progress is None


@settings(max_examples=250)
@given(commitments(SMALL), SMALL, SMALL, DAYS, DAYS, st.sampled_from(Nature))
def test_a_worse_figure_is_never_better_lit(
    ask: Commitment, one: Decimal, other: Decimal, as_at: date, today: date, nature: Nature
) -> None:
    down = at_most(ask) or ask.op is Op.AT_MOST or ask.target == 0
    fixed = ask.type is T.STOCK or (ask.type is T.TO_ZERO and ask.baseline is not None)
    assume(not fixed)  # their course may run up or down, and be missing: tested with worked figures
    worse, better = sorted((one, other), reverse=down and (at_most(ask) or ask.type is T.TO_ZERO))
    lights = [judge(ask, Standing(), (Figure(as_at, value, nature),), today, RULES).light for value in (worse, better)]
    if Light.NONE not in lights:
        assert LIGHT_ORDER[lights[0]] <= LIGHT_ORDER[lights[1]], lights


@settings(max_examples=60)
@given(commitments(SMALL), figures(), DAYS)
def test_the_callers_decimal_context_does_not_matter(ask: Commitment, rows: tuple[Figure, ...], today: date) -> None:
    before = judge(ask, Standing(), rows, today, RULES)
    context = getcontext()
    kept, context.prec = context.prec, 5
    try:
        assert judge(ask, Standing(), rows, today, RULES) == before
    finally:
        context.prec = kept


def test_limits_of_the_calendar() -> None:
    for year in (1, 9999):
        ask = Commitment(MilestoneKind.TARGET, T.GROWTH, year, date(year, 12, 31), year, year, target=Decimal(1))
        for today in (date(1, 1, 1), date(9999, 12, 31)):
            assert sentence(judge(ask, Standing(), (Figure(today, Decimal(1)),), today, RULES).reason)
