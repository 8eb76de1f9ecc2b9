"""Keeps the finished pieces of a run, so that a run that was stopped or killed goes on where it
was.

A piece is the result of one model over consecutive replications. It is a pure function of its key:
the study's digest, the engine's fingerprint, and the seed. Pieces are written beside their place
and moved there when complete, so a piece is either whole or absent, whenever the power fails; one
that cannot be read is done again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from importlib import metadata, resources
from pathlib import Path

import numpy as np

import kiem
from kiem.engine.simulation.results import CaseRecords, Results
from kiem.engine.study.findings import OutputBusyError

try:
    import fcntl
except ImportError:  # Windows; there two runs into one folder are not kept apart
    fcntl = None  # type: ignore[assignment]

FOLDER = ".unfinished"
LOCK = ".lock"
_FORMAT = 1


def engine_fingerprint() -> str:
    """Changes with anything that may change a bit of the results: our kernels, numpy, numba."""
    digest = hashlib.sha256(f"{_FORMAT} {kiem.__version__}".encode())
    for package in ("numpy", "numba"):
        digest.update(f"{package} {metadata.version(package)}".encode())
    root = resources.files("kiem.engine.simulation")
    with resources.as_file(root) as folder:
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, even through a crash of the machine."""
    beside = path.with_name(f"{path.name}.part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@contextmanager
def only_writer(output: Path) -> Iterator[None]:
    """Hold the output folder during the block, so that two runs do not mix their files.

    Raises OutputBusyError. The lock dies with the process, however it dies.
    """
    output.mkdir(parents=True, exist_ok=True)
    with (output / LOCK).open("w") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise OutputBusyError(
                    f"another run is writing to {output}; wait for it, or give another folder"
                ) from None
        yield
    (output / LOCK).unlink(missing_ok=True)


class Checkpoint:
    """The pieces of one run, in a folder of their own under the output folder."""

    def __init__(self, output: Path, key: str) -> None:
        self._root = output / FOLDER
        self._folder = self._root / key[:24]
        if self._root.is_dir():
            for other in self._root.iterdir():
                if other != self._folder:
                    shutil.rmtree(other, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        for part in self._folder.glob("*.part"):
            part.unlink()

    def length_at(self, model: str, first: int, most: int) -> int:
        """Replications in the longest piece of a model that begins at `first` and holds at most
        `most`; else 0.
        """
        found = [
            int(path.stem.split("-")[-1])
            for path in self._folder.glob(f"{model}-{first:08d}-*.npz")
        ]
        return max((length for length in found if length <= most), default=0)

    def load(self, model: str, first: int, length: int) -> Results | None:
        """The piece, or None if it is damaged; it is then removed."""
        path = self._path(model, first, length)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                return _unpack({name: arrays[name] for name in arrays.files})
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            path.unlink(missing_ok=True)
            return None

    def save(self, results: Results) -> None:
        path = self._path(results.model, results.first_replication, results.replications)
        beside = path.with_suffix(".npz.part")
        with beside.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **_pack(results))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def clear(self) -> None:
        """Remove all pieces, when the results are written."""
        shutil.rmtree(self._root, ignore_errors=True)

    def _path(self, model: str, first: int, length: int) -> Path:
        return self._folder / f"{model}-{first:08d}-{length:06d}.npz"


_RECORD = "records."


def _pack(results: Results) -> dict[str, np.ndarray]:
    packed = {
        field.name: np.asarray(getattr(results, field.name))
        for field in fields(Results)
        if field.name != "records"
    }
    if results.records is not None:
        for field in fields(CaseRecords):
            packed[_RECORD + field.name] = getattr(results.records, field.name)
    return packed


def _unpack(arrays: dict[str, np.ndarray]) -> Results:
    records = {
        name.removeprefix(_RECORD): arrays.pop(name)
        for name in list(arrays)
        if name.startswith(_RECORD)
    }
    return Results(
        model=str(arrays.pop("model")),
        seed=int(arrays.pop("seed")),
        first_replication=int(arrays.pop("first_replication")),
        quantiles=tuple(float(q) for q in arrays.pop("quantiles")),
        records=CaseRecords(**records) if records else None,
        **arrays,
    )
