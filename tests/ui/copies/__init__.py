"""Tests of the screen of copies out of date, and of the lines that lead there."""
