"""Every write to what is known of the outside world, one file a subject.

``catalogue``: the shared rows as the shipped files tell them. ``own``: an organisation's own rows
and its corrections. ``feeds`` and ``outages``: what status sources say.
"""
