"""`python -m convert` is `convert`."""

from convert.cli import main

main()
