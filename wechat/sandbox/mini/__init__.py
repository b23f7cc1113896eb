"""The mini-program's server side: login, tokens, codes, messages, phone numbers."""
