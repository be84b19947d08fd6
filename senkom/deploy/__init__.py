"""What a server is made of: the image's requirements, the door of nginx, the first minute of the database."""
