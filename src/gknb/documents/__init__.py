"""Published files and official forms: reading the one into documents of the standard, drawing the other from them."""
