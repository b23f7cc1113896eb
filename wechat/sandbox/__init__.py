"""A WeChat of our own: the same wire, its own process, its own book.

It judges: every Pay v3 request is verified against the merchant's public key, every success is
signed, every notice is encrypted and signed, and money moves by WeChat's rules, not by ours. It
shares no code with the client it judges and knows nothing of the product's database.

`python -m wechat.sandbox` starts it. Time comes in two kinds: *wire time* (the machine's) for
signatures, tokens and timeouts; *market time* for business, which can be driven.
"""
