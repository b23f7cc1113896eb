ALTER TABLE rule_books
    ADD CONSTRAINT book_in_market FOREIGN KEY (market_code) REFERENCES markets,
    ADD CONSTRAINT book_no_counts CHECK (book_no > 0),
    ADD CONSTRAINT book_applies_forward CHECK (effective_at >= published_at),
    ADD CONSTRAINT book_hash_fits CHECK (
        hash = 'sha256:' || encode(sha256(convert_to(content, 'UTF8')), 'hex')
    );
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON rule_books
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON rule_books
    EXECUTE FUNCTION ledger_is_written_once();
