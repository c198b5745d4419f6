"""What is sold: facts of the page, stock, prices, sizes, papers, advice."""
