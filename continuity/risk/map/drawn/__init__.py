"""Where it all rests, as a picture: layers from functions down to hosts. Pure.

What stands on the map (`net`) is put into columns and folded (`folding`), each line gets its lane
(`layering`), then all get their places (`placing`). A page and a document draw the same picture,
each with its own measures.
"""
