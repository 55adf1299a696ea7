"""How an answer goes on. Pure.

asked → begun → answered → signed        answered → begun: taken back by who gave it
                    ↓ ↑                  a campaign: draft → open ⇄ closed, draft ⇄ dropped
                 sent back
"""

OWED = ("asked", "begun", "sent_back")  # the person asked has still to do something
GIVEN = ("answered", "signed")
