"""Notices to the product: encrypted, signed, retried by the official table, and mischief."""
