"""The Rasa side: the agent, its in-process actions, its stores, its training.

Importing the package makes the process lean, before any module in it imports Rasa or numpy.
"""

from xiaoer.runtime.lean_imports import install
from xiaoer.runtime.linear_algebra import choose_kernel

install()
choose_kernel()
