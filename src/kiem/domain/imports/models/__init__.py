"""Files that were handed in to change the register or the ledger."""
