"""Intent: the words of a query that ask for a filter or an order (国务院 今年 最新 的 通知), cut from the rest."""
