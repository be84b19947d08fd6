"""What every test run stands on: private servers, a browser."""
