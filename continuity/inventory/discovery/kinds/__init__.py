"""Readers of files, one a language or a kind of evidence, found by their file name.

``NAMES``    whole file names, with ``*`` for anything; looked at before the endings of any reader
``ENDINGS``  of file names
``find(file, names) -> Iterator[Hit]``  pure; may raise nothing, whatever the text
"""
