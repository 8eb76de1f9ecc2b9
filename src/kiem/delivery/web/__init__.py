"""The HTML pages: server-rendered, htmx for panels and filters, no build step."""
