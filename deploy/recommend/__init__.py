"""`make recommend`: how well recommendations foresee a year of real visits, and against what."""
