"""The screens, a folder each: page.py (widgets), model.py (table model), presenter.py (no Qt)."""
