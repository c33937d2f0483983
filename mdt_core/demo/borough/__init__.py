"""A borough that does not exist: its homes, the people in them, and a year that can be counted.

`sketch` works out who lived where and what happened, from a seed and a day alone; `make_borough`
tells it into a store; `BoroughTruth` says what reports must then find. Homes, staff and residents
are made up. May not be used to fill a workspace that holds real residents.
"""
