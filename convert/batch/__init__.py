"""Thousands to millions of articles: planned, converted in parallel, journaled, and taken up again where they stopped.

A run is three passes over the same operands, each a stream: the plan notes every article and its name in the journal;
a look at the articles tells what a name or a pack needs of them (only where one does); then what is not done is sent to
an engine, in chunks, and what came of each is noted.
"""
