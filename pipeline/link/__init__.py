"""Values read from a letter, linked to the field's codes."""
