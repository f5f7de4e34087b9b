"""What stands above a text: whose paper it is, marks, number, title, promulgation; taken off it."""
