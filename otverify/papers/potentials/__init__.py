"""Staudt, Hundrieser and Munk, On the uniqueness of Kantorovich potentials (2022)."""
