"""The language of people who ask: question words, everyday words, pinyin, filters they name."""
