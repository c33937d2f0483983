"""Recording a death, with the PIN again; it can be withdrawn."""
