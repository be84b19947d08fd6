"""Input of the incidents, by noun."""
