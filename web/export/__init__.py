"""What a visitor takes away: results as a table or workbook, the file of a document."""
