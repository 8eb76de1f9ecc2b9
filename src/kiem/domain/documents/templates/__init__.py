"""Documents by kind: plain facts in, an official document out."""
