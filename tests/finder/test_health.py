"""GET /health/: what load balancers and administrators rely on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from finder import delivery, health, worker
from finder.models import Heartbeat, OutboxEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def look_again() -> None:
    health._require_migrations.cache_clear()


def test_all_is_well(client: Client, publish: Callable[..., Any]) -> None:
    publish("ใบขับขี่", "licence")
    delivery.deliver()
    worker.beat()

    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "index": "ready",
        "queue": {"waiting": 0, "failed": 0, "oldest_seconds": 0, "worker": "running"},
    }


@pytest.mark.parametrize(("age", "said"), [(None, "absent"), (timedelta(minutes=5), "late")])
def test_a_worker_without_a_sign_of_life_degrades(
    client: Client, publish: Callable[..., Any], age: timedelta | None, said: str
) -> None:
    publish("ใบขับขี่", "licence")
    delivery.deliver()
    if age:
        Heartbeat.objects.create(name=health.WORKER, seen_at=timezone.now() - age)

    response = client.get("/health/")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["queue"]["worker"] == said


def test_what_waits_too_long_degrades(client: Client, publish: Callable[..., Any]) -> None:
    publish("ใบขับขี่", "licence")
    delivery.deliver()
    worker.beat()
    OutboxEntry.objects.create(key="page-1")
    OutboxEntry.objects.update(created_at=timezone.now() - timedelta(minutes=10))

    report = client.get("/health/").json()
    assert (report["status"], report["queue"]["waiting"]) == ("degraded", 1)
    assert report["queue"]["oldest_seconds"] >= 600


def test_missing_migrations_fail(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *args: [("finder", "0002")])

    response = client.get("/health/")
    assert (response.status_code, response.json()["database"]) == (503, "migrations-missing")


def test_a_database_that_does_not_answer_fails(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "_queue", refuse)
    response = client.get("/health/")
    assert (response.status_code, response.json()["status"]) == (503, "failed")
