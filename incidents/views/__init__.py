"""Pages of the incidents, by noun."""
