"""Files that change register and ledger: read, understood, previewed, applied as decisions."""
