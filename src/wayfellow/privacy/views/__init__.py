"""The pages about personal data: one's own, and what an institution keeps."""
