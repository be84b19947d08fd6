"""Wrong input on purpose, generated for every form and every parameter of the site."""
