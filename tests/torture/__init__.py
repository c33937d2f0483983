"""What takes minutes to hours: run by `./dev torture`, never by the ordinary tests."""
