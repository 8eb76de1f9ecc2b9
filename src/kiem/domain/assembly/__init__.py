"""From what people were asked to what became of it: sessions, conclusions, tasks, evidence."""
