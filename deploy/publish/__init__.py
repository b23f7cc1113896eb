"""`make publish`: a rule book that was checked and simulated becomes the next of its market."""
