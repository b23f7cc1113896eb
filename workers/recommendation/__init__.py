"""Recommending: each night, in every market, who goes where is read and concluded from.

The conclusions are drawn in a process of its own (`similar`), which alone loads the library for it:
the worker stays as small as it was, goes on working meanwhile, and has its memory back afterwards.
So that this process loads nothing of the worker, nothing is imported here.
"""
