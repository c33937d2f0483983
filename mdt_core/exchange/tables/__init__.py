"""Tables in: resident lists and the homes directory, from CSV and XLSX, with mapping and dry run."""
