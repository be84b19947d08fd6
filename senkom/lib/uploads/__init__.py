"""Files from people: checked, drawn anew, kept together with their row, served to who sees its owner."""
