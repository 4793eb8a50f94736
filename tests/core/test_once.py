"""What follows from saving is done once a piece of work."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django_tasks.signals import task_finished

from core.once import once, piece
from home.models import HomePage


def test_without_a_piece_everything_is_done_at_once() -> None:
    done: list[int] = []
    for number in (1, 2):
        once("key", partial(done.append, number))
    assert done == [1, 2]


def test_in_a_piece_the_latest_of_each_key_is_done_at_the_end() -> None:
    done: list[int] = []
    with piece():
        once("one", partial(done.append, 1))
        with piece():
            once("one", partial(done.append, 2))
            once("other", partial(done.append, 3))
        assert done == []
    assert done == [2, 3]


def test_of_a_piece_that_fails_nothing_is_done() -> None:
    done: list[int] = []

    def fails() -> None:
        with piece():
            once("one", partial(done.append, 1))
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert done == []
    once("one", partial(done.append, 2))
    assert done == [2]


def test_a_page_saved_three_times_in_a_piece_is_written_into_each_index_once(home: HomePage) -> None:
    ran: list[str] = []

    def note(task_result: Any, **kwargs: Any) -> None:
        ran.append(task_result.task.name)

    task_finished.connect(note)
    try:
        with piece():
            for title in ("หนึ่ง", "สอง", "นกยูง"):
                home.title = title
                home.save()
            assert ran == []
    finally:
        task_finished.disconnect(note)
    assert sorted(ran) == ["insert_or_update_object_task", "update_reference_index_task"]
    assert [page.pk for page in HomePage.objects.all().search("นกยูง")] == [home.pk]
