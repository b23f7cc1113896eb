ALTER TABLE rule_books
    ADD CONSTRAINT book_in_market FOREIGN KEY (market_code) REFERENCES markets,
    ADD CONSTRAINT book_no_counts CHECK (book_no > 0),
    ADD CONSTRAINT book_applies_forward CHECK (effective_at >= published_at),
    ADD CONSTRAINT book_hash_fits CHECK (
        hash = 'sha256:' || encode(sha256(convert_to(content, 'UTF8')), 'hex')
    ),
    ADD CONSTRAINT book_report_reads CHECK (report_hash ~ '^sha256:[0-9a-f]{64}$'),
    ADD CONSTRAINT book_report_whole CHECK (num_nulls(report_hash, report_findings) <> 1),
    ADD CONSTRAINT book_document_reads CHECK (document_hash ~ '^sha256:[0-9a-f]{64}$'),
    ADD CONSTRAINT book_signed_whole CHECK (
        num_nulls(signed_by, signed_at, document_hash) IN (0, 3)
    ),
    ADD CONSTRAINT book_signed_first CHECK (signed_at <= published_at),
    ADD CONSTRAINT book_of_points_signed CHECK (
        program NOT IN ('green_points', 'appreciating_points') OR document_hash IS NOT NULL
    );
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON rule_books
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON rule_books
    EXECUTE FUNCTION ledger_is_written_once();
