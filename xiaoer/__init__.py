"""Xiaoer (店小二): the assistant of a Chinese online shop."""

__version__ = "0.1.0"
