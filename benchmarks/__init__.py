"""Benchmarks: bin/bench runs the scripts beside this file."""
