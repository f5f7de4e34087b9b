"""What the façade asks of a backend: sets described (``selection``), a generation read (``reading``)."""
