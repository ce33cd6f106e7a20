"""Thousands to millions of articles: planned, converted in parallel, journaled, and taken up again where they stopped.

A run is three passes over the same operands, each a stream: `plan` notes every article and its name in the journal,
`look` reads what a name or a group needs of the articles themselves (only where they need it), `run` sends what is
not done to an engine, in chunks, and notes what came of each.
"""
