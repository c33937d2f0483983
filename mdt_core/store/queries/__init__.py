"""Frozen read models for screens, pages and paper: plain reads of the projections, no rule and no row."""
