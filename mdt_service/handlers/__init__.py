"""One deed of the service each, in one transaction; they know no HTTP and write no SQL."""
