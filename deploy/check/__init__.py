"""`make check`: a rule book from a file, judged and read out."""
