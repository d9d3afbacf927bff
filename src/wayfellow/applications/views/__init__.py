"""Pages: joining, the own application, review, and the guardian's answer."""
