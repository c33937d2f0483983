"""The words for a call in the order of SBARD, and the page that shows and copies them."""
