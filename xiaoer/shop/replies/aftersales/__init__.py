"""After it went wrong: refunds, returns, exchanges, problems, people."""
