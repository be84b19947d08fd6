"""What an administrator does with a server: back up, restore. It stands above the site, and nothing imports it."""
