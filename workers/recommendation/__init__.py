"""Recommending: each night, in every market, who goes where is read and concluded from.

The conclusions are drawn in a process of its own (`apart`), which alone loads the library for it:
the worker stays as small as it was and goes on working meanwhile. So that this process loads
nothing of the worker, nothing is imported here.
"""
