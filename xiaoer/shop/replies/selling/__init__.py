"""From the wish for a better price to the placed order: offers, gifts, payment, invoices."""
