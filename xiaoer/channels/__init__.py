"""The doors of the shop: the HTTP API, and the guard before everything else in the server."""
