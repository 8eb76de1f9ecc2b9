"""Official Vietnamese: what each verb of a decision is called on paper."""
