"""What happened last, for operators: runs are recorded, told (status), and compared (changes)."""
