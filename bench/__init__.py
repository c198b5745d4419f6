"""Measures this project's bot beside a stock Rasa bot that learnt from the same examples.

`python -m bench` runs everything; how it is done and what the figures mean stands in README.md.
"""
