"""Congresses and their elections: delegates, candidates, secret ballots, results, recognition."""
