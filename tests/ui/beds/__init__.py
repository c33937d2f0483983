"""Tests of the D2A bed board and of its report."""
