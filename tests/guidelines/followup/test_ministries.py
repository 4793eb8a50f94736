"""Sums by ministry, however deep a body lies under it: in the matrix, a round's tables and its files."""

from __future__ import annotations

import csv
import datetime
import io
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from guidelines.followup.closing import close_round
from guidelines.followup.figures import by_group, collect
from guidelines.followup.models import ReportingRound
from guidelines.followup.opening import open_round
from guidelines.followup.paper import make
from guidelines.matrix import by_ministry
from guidelines.models import GuidelinePage
from guidelines.reports import monitored
from guidelines.starting import oblige
from guidelines.tracking import Row, State
from organisations.models import Kind, Organisation, Role

BELOW = [Kind.DEPARTMENT, Kind.PUBLIC_ORGANISATION, Kind.STATE_ENTERPRISE, Kind.LOCAL]
ALONE = [Kind.PROVINCE, Kind.INDEPENDENT, Kind.PARLIAMENT]
Plan = list[tuple[int | None, str]]
"""Of each body the place of its parent, which comes before it, and its kind."""


@st.composite
def forests(draw: Any) -> Plan:
    """Up to forty bodies in trees of one to four levels."""
    plan: Plan = []
    depth: list[int] = []
    for number in range(draw(st.integers(1, 40))):
        above = [None, *(place for place in range(number) if depth[place] < 4)]
        parent = draw(st.sampled_from(above))
        kinds = BELOW if parent is not None else [Kind.MINISTRY, *ALONE]
        plan.append((parent, draw(st.sampled_from(kinds))))
        depth.append(1 if parent is None else depth[parent] + 1)
    return plan


def grown(plan: Plan) -> list[Organisation]:
    """The bodies of a plan, unsaved, with keys. Every third bears the name of another one."""
    bodies: list[Organisation] = []
    for place, (parent, kind) in enumerate(plan):
        body = Organisation(pk=place + 1, code=f"b{place}", kind=kind, name_th=f"หน่วยงาน {place // 3}")
        body.parent = None if parent is None else bodies[parent]
        bodies.append(body)
    return bodies


def root_of(plan: Plan, place: int) -> int:
    while (parent := plan[place][0]) is not None:
        place = parent
    return place


@given(forests(), st.data())
def test_ministries_sum_to_the_whole_and_every_body_counts_once(plan: Plan, data: st.DataObject) -> None:
    rows = [
        Row(body, data.draw(st.sampled_from(State)), None, {}, 0, None, None, None) for body in grown(plan)
    ]
    *lines, total = by_ministry(rows, "/x/")
    assert total.counts == tuple(map(sum, zip(*(line.counts for line in lines), strict=True)))
    assert total.counts[0] == len(plan) == sum(total.counts[1 : 1 + len(State)])
    expected = Counter(root_of(plan, place) + 1 for place in range(len(plan)))
    assert {int(line.url.partition("ministry=")[2]): line.counts[0] for line in lines} == expected


def planted(seed: int) -> dict[int, list[Organisation]]:
    """A forest of sixty bodies in the database, by the key of the root."""
    chance = random.Random(seed)
    found: dict[int, list[Organisation]] = {}
    trees: list[tuple[Organisation, int, int]] = []
    for number in range(60):
        parent, depth, root = chance.choice([*trees, (None, 0, 0), (None, 0, 0)])
        if depth == 4:
            parent, depth, root = None, 0, 0
        kind = chance.choice(BELOW if parent else [Kind.MINISTRY, *ALONE])
        body = Organisation.objects.create(
            code=f"b{number}", kind=kind, name_th=f"หน่วยงาน {number}", parent=parent
        )
        root = root or body.pk
        trees.append((body, depth + 1, root))
        found.setdefault(root, []).append(body)
    return found


def opened(guideline: GuidelinePage, bodies: list[Organisation], user: Any) -> ReportingRound:
    today = timezone.localdate()
    oblige(guideline, bodies, today)
    return open_round(guideline, (today, today), today, bodies, user)


def test_the_matrix_the_tables_and_the_files_of_a_round_agree(
    guideline: GuidelinePage, monitor: Any, superuser: Any
) -> None:
    forest = planted(6)
    bodies = [body for tree in forest.values() for body in tree]
    assert max(len(body.ancestors()) for body in bodies) == 3
    found = opened(guideline, bodies, monitor)
    expected = {Organisation.objects.get(pk=root).name_th: len(tree) for root, tree in forest.items()}

    *lines, total = by_ministry(monitored(superuser, guideline), "/x/")
    assert {line.name: line.counts[0] for line in lines} == expected
    assert total.counts[0] == 60

    closed = close_round(found, monitor)
    assert closed.figures is not None
    table = by_group(closed.figures)
    assert {row[0]: row[1] for row in table.rows} == expected
    assert table.total[1] == 60
    data = list(csv.DictReader(io.StringIO(make("csv", closed.figures).decode("utf-8-sig"))))
    assert Counter(row["ต้นสังกัด"] for row in data) == expected
    assert len({row["รหัส"] for row in data}) == 60


def test_a_monitor_of_a_ministry_sees_all_that_lies_below_it_and_nothing_else(
    guideline: GuidelinePage, ministry: Organisation, other_ministry: Organisation, person: Callable[..., Any]
) -> None:
    department = Organisation.objects.create(
        code="dept", kind=Kind.DEPARTMENT, name_th="กรมทางหลวง", parent=ministry
    )
    division = Organisation.objects.create(
        code="division", kind=Kind.DEPARTMENT, name_th="แขวงทางหลวง", parent=department
    )
    oblige(guideline, [division, other_ministry], timezone.localdate() - datetime.timedelta(days=1))
    of_ministry = Client()
    of_ministry.force_login(person("above", ministry, Role.MONITOR))
    matrix = reverse("guidelines:matrix", args=[guideline.pk])
    timeline = reverse("followup:timeline", args=[guideline.pk, division.pk])
    text = of_ministry.get(matrix).content.decode()
    assert division.name_th in text
    assert f"?ministry={ministry.pk}" in text, "summed under the ministry"
    assert other_ministry.name_th not in text
    for above in (ministry, department):
        assert timeline in of_ministry.get(matrix, {"ministry": above.pk}).content.decode(), above
    assert of_ministry.get(timeline).status_code == 200

    stranger = Client()
    stranger.force_login(person("stranger", other_ministry, Role.MONITOR, Role.EDITOR))
    assert division.name_th not in stranger.get(matrix).content.decode()
    assert division.name_th not in stranger.get(matrix, {"ministry": ministry.pk}).content.decode()
    assert stranger.get(timeline).status_code == 404


def test_a_body_keeps_its_place_in_a_closed_round(
    guideline: GuidelinePage, ministry: Organisation, other_ministry: Organisation, monitor: Any
) -> None:
    """Ended in mid-round it stays under its ministry; moved, renamed or ended later it changes no figure."""
    department = Organisation.objects.create(
        code="dept", kind=Kind.DEPARTMENT, name_th="กรมทางหลวง", parent=ministry
    )
    division = Organisation.objects.create(
        code="division", kind=Kind.DEPARTMENT, name_th="แขวงทางหลวง", parent=department
    )
    found = opened(guideline, [division, other_ministry], monitor)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Organisation.objects.filter(pk__in=[division.pk, department.pk]).update(valid_to=yesterday)
    rows = by_group(collect(found)).rows
    assert [(row[0], row[1]) for row in rows] == [(ministry.name_th, 1), (other_ministry.name_th, 1)]

    closed = close_round(found, monitor)
    Organisation.objects.filter(pk=division.pk).update(parent=other_ministry, name_th="แขวงใหม่")
    Organisation.objects.filter(pk=ministry.pk).update(name_th="กระทรวงการเดินทาง", valid_to=yesterday)
    stored = ReportingRound.objects.get(pk=closed.pk)
    assert stored.figures is not None
    assert by_group(stored.figures).rows == rows
    assert make("csv", stored.figures) == make("csv", closed.figures or {})
