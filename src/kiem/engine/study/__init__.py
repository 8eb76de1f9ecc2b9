"""Simulation studies as files: the only part of the engine that reads and writes them.

    from kiem.engine.study.study import load_study
    from kiem.engine.study.run import run_study

A study is a folder with `study.toml` and tables; `docs/reference/study.md` describes every column.
"""
