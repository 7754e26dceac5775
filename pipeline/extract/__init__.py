"""Parts of a letter to values with their places. Pure: no I/O, no state, the same text gives the same values."""
