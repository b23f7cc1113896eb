INSERT INTO green_periods (market_code, period_no, started_on, looked_on) VALUES ($1, $2, $3, $3)
