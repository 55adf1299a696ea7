"""The sections of a plan, one file each: NUMBER, TITLE, ``build(snapshot, cover) -> [Block]``."""
