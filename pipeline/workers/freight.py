"""How what becomes of letters travels between machines: a batch is one Arrow stream.

A record travels as the row that the ledger keeps, so that the driver has nothing to do but write it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from models.vocabulary import RejectionReason
from pipeline.store.facts import Facts
from pipeline.store.outcome import Known, Published, Rejected
from pipeline.store.record import Record, record_of
from pipeline.workers.pool import Result
from pipeline.workers.transfer import pack, unpack

SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("letter_id", pa.string()),
        ("case_number", pa.string()),
        ("decision_date", pa.string()),
        ("part", pa.string()),
        ("content", pa.string()),
        ("packed", pa.binary()),
        ("facts", pa.string()),
        ("reason", pa.string()),
        ("message", pa.string()),
        ("advice", pa.string()),
        ("error", pa.binary()),
    ]
)
"""A record has facts, a rejection a reason, an exception an error, a letter that is known none of them."""
COMPRESSED = pa.ipc.IpcWriteOptions(compression="zstd")


def load(results: Sequence[Result], about: Mapping[str, str]) -> bytes:
    """Results as one Arrow stream.

    Args:
        results: What became of some letters; of a case, only its record travels.
        about: What else is to be known of the batch, kept in the stream's metadata.
    """
    batch = pa.RecordBatch.from_pylist([_row(result) for result in results], schema=SCHEMA)
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, SCHEMA.with_metadata(dict(about)), options=COMPRESSED) as writer:
        writer.write_batch(batch)
    data: bytes = out.getvalue().to_pybytes()
    return data


def unload(data: bytes) -> tuple[list[Result], dict[str, str]]:
    """The results that were loaded, and what else is known of the batch."""
    with pa.ipc.open_stream(data) as reader:
        about = {name.decode(): value.decode() for name, value in (reader.schema.metadata or {}).items()}
        return [_result(row) for batch in reader for row in batch.to_pylist()], about


def _row(result: Result) -> dict[str, Any]:
    if isinstance(result, Published):
        result = record_of(result.case)
    if isinstance(result, Record):
        return result._asdict() | {"facts": json.dumps(result.facts)}
    if isinstance(result, Exception):
        return {"error": pack(result)}
    return vars(result)


def _result(row: dict[str, Any]) -> Result:
    if row["facts"] is not None:
        facts = Facts(*json.loads(row["facts"]))
        facts = facts._replace(warnings=tuple(facts.warnings))
        return Record(**{name: row[name] for name in Record._fields if name != "facts"}, facts=facts)
    if row["error"] is not None:
        error: Exception = unpack(row["error"])
        return error
    if row["reason"] is None:
        return Known(row["source"], row["letter_id"])
    named = {name: row[name] for name in ("source", "letter_id", "message", "advice")}
    return Rejected(reason=RejectionReason(row["reason"]), **named)
