"""The conventions of the field: 发文字号, dates, issuers, places, genres, headings, labels."""
