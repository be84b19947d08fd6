"""What `make check` needs beside the tools that others wrote."""
