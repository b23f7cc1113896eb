-- What people allowed us to tell them, and what they were told.
SELECT 1;
