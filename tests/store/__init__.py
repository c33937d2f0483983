"""The encrypted store on a device, on real files: opening, guards, migrations, backups, crashes."""
