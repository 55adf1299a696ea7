"""Tables that people have: sheets and columns in, a portfolio out, and back.

A row names a path down one of three trees: function, dependency, option; component, evidence;
runbook, step. Any sheet whose columns are fields of a tree is understood, whatever its name.
``opening`` bytes to sheets · ``vocabulary`` what columns are called · ``mapping`` which is which ·
``cells`` one cell to a value · ``trees`` rows to a tree · ``whole`` a tree to a portfolio ·
``writing`` a portfolio to sheets.
"""
