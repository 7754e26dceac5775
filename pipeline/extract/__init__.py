"""Parts of a letter to values with their places: pure functions and spaCy components."""
