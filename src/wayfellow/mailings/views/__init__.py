"""The pages of mailings: for those who write them, and for those who get them."""
