"""The contest of matching methods: instances, reader, rivals, judge, tables."""
