"""The two halves of Web Push that are mathematics: encryption for one browser (RFC 8291), and who sends (RFC 8292)."""
