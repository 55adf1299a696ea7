"""The sections of a plan, one file each: NUMBER, TITLE, ``build(snapshot, cover) -> [Block]``.

``FLOWS = True``: short, so that it follows on the page of the section before. ``WIDE = True``: its
pages lie on their side.
"""
