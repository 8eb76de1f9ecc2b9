"""`python -m kiem` is the `kiem` command."""

import sys

from kiem.delivery.cli import main

sys.exit(main())
