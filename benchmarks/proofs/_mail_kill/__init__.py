"""Web and workers are killed at random while mail is written and sent; then mail is counted.

To the program it is one more room: it brings a notice that is never sent twice.
"""
