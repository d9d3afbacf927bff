"""Read-only aggregates: funnel, health, the season's report."""
