"""The words for a call, and the page that shows them."""
