"""The track record of providers: what they posted, how available they were, how soon they spoke."""
