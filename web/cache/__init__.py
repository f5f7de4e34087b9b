"""What is asked often is answered once: finished answers, kept packed and bounded in bytes."""
