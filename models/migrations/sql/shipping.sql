-- What a 交易类 mini program must tell WeChat before it settles an order.
SELECT 1;
