"""What is drawn on the pages of fixed layouts besides text: pictures, and the rules of tables."""
