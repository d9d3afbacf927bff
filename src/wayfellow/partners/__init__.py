"""Companies: contacts, nominations, pledges."""
