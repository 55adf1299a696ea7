"""For each verb, one way to do it: see tests/audit/test_verbs.py."""
