-- WeChat's bills held against the book.
SELECT 1;
