"""Notices of the engines themselves: accounts come and go without anybody being told."""

from wayfellow.notifications.notice import silent

silent("user.register", "membership.enrol")
