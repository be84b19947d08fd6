"""`make bench`: what each page costs at 75 members and at a million, beside its goal; then a site under load."""
