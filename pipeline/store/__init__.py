"""What is kept of a run: the ledger of outcomes, and the Parquet tables published from it."""
