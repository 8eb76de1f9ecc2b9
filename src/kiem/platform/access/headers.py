"""Security headers of every answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# Nothing inline, nothing from elsewhere, no frame around us, forms only to ourselves.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# Pages show people: no browser or proxy keeps a copy, and "back" after signing out shows nothing.
NEVER_STORED = "private, no-store"


class HeadersMiddleware:
    """Outermost, so that error pages and static files have the headers too.

    A response that sets its own `Cache-Control` (static files) keeps it, and a download its own
    content policy, which is stricter.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        policy = response.headers.get("Content-Security-Policy", "")
        for name, value in HEADERS.items():
            response.headers[name] = value
        if policy.startswith("sandbox;"):
            response.headers["Content-Security-Policy"] = policy
        response.headers.setdefault("Cache-Control", NEVER_STORED)
        return response
