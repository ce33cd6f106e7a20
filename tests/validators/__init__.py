"""The validators that outputs are held against, each a function from files to a list of complaints (none: good).

`setup.sh` installs them. A test that uses one is marked `validator`; where one is missing the test skips by name,
and `.ci/run` fails if that happens there.
"""
