"""Nothing has to be asked again of files that were brought."""

from wayfellow.notifications.recheck import stands

stands(
    "batch.finish",
    "batch.fail",
    because="it tells who brought a file what became of it, in numbers only",
)
