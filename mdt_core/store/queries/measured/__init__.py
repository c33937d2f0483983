"""The cases of each measure, found among the records on this device. Reads alone; forms no figure."""
