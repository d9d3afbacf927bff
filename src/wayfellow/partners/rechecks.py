"""Who no longer speaks for a company, or looks after it, is told no more of it."""

from wayfellow.notifications.recheck import only_while, recheck, stands, still_told
from wayfellow.partners.lifecycle import NominationState, PartnerState

recheck(
    *(f"partner.{verb}" for verb in ("enquire", "activate", "withdraw", "near_expiry")),
    "pledge.sum_up",
    "nomination.apply",
    by=still_told,
)
recheck(
    "partner.activate",
    "partner.near_expiry",
    by=only_while(PartnerState.ACTIVE, because="the company no longer takes part"),
)
recheck(
    "nomination.nominate",
    by=only_while(NominationState.NOMINATED, because="the nomination has moved on"),
)
stands("nomination.retract", because="who was told of a nomination must hear that it is off")
stands(
    "partnercontact.add",
    because="a contact who was removed has no row, and mail about a deleted row is dropped",
)
