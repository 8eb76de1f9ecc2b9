"""`kiem serve`: the web pages on 127.0.0.1, with the database they need."""

from __future__ import annotations

import argparse

from kiem.delivery.cli.session import add_data_option, opened, target_of
from kiem.platform.access import Permission

PERMISSION = Permission.OPERATE
DEFAULT_PORT = 8000


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "serve",
        help="serve the web pages",
        description="Starts the database of the data folder where needed, brings its tables up to "
        "this version, and serves on 127.0.0.1 until Ctrl-C. Other machines reach it through a "
        "reverse proxy. A new installation needs an account first: kiem account add.",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=DEFAULT_PORT,
        metavar="N",
        help="port to serve on, 0 for a free one (default: %(default)s)",
    )
    add_data_option(parser)
    parser.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    from kiem.delivery.cli.serving import listening, serve

    with listening(arguments.port):
        pass  # a busy port is told before anything is started
    target = target_of(arguments)  # before `opened` sets DATABASE_URL, which would hide the folder
    with opened(arguments):
        return serve(target, port=arguments.port)
