"""A task backend for tests: tasks run when their transaction commits, and failures are raised."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.tasks.backends.dummy import DummyBackend
from django.tasks.base import Task, TaskResult


class LoudBackend(DummyBackend):
    """Keeps every result, and runs the task itself after commit without swallowing anything."""

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any, Any]:
        result: TaskResult[Any, Any] = super().enqueue(task, args, kwargs)
        transaction.on_commit(lambda: task.func(*args, **kwargs))
        return result
