"""Reading FHIR R4: resources become record classes. Pure: knows no store, no file and no clock."""
