"""Tables of articles, one a row: CSV and its like, Parquet; streamed, so that a table may be of any size."""
