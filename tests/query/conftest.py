"""A store of the sample letters in data/raw, which the questions of the documentation are asked of."""

from pathlib import Path

import pytest

from pipeline.ingest import RunOptions, ingest
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("samples")
    ingest([ROOT / "data" / "raw"], store, RunOptions(workers=0))
    return store
