"""What pages that combine rooms read; every function costs a constant number of queries."""
