"""The list of MDT meetings, and the form that plans one."""
