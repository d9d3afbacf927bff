"""The pages on which an institution says what its mails say."""
