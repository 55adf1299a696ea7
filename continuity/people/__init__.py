"""People and their organisations: the verbs and pages over the tables of ``orgs``.

They stand above ``audit``, whose chain every verb writes to; ``orgs`` stands below it.
"""
