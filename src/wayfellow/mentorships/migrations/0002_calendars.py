"""Meetings get a name for calendars that never changes, and members answer them."""

import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def name_meetings(apps: Any, _schema_editor: Any) -> None:
    meetings = apps.get_model("mentorships", "Meeting")
    rows = list(meetings.objects.filter(uid=None).only("pk", "planned_at"))
    for meeting in rows:
        meeting.uid = uuid.uuid4()
        meeting.changed_at = meeting.planned_at
    meetings.objects.bulk_update(rows, ["uid", "changed_at"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("mentorships", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        # Each row needs a name of its own before names can be told to be unlike.
        migrations.AddField(
            model_name="meeting",
            name="uid",
            field=models.UUIDField(null=True, editable=False),
        ),
        migrations.RunPython(name_meetings, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="meeting",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(default=uuid.uuid4, editable=False, null=True, unique=True),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "coming",
                    models.CharField(
                        choices=[
                            ("ACCEPTED", "coming"),
                            ("TENTATIVE", "perhaps coming"),
                            ("DECLINED", "not coming"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="mentorships.meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "person"), name="reply_once"),
                    models.CheckConstraint(
                        condition=models.Q(coming__in=["ACCEPTED", "TENTATIVE", "DECLINED"]),
                        name="known_reply",
                    ),
                ],
            },
        ),
    ]
