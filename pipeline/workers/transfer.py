"""How letters and what becomes of them travel between processes: pickled here, not by the pool.

An exception is taken apart into its class, arguments and attributes. Python's own way calls the class with
the arguments of `Exception.__init__`, which is not how every class is made; and what cannot be put together
again in the parent would break the pool.
"""

import pickle
from io import BytesIO
from typing import Any


def pack(value: object) -> bytes:
    """The value as bytes, the exceptions in it included.

    Raises:
        pickle.PicklingError, TypeError, AttributeError: It holds something that belongs to this process.
    """
    out = BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(value)
    return out.getvalue()


def unpack(data: bytes) -> Any:
    """The value that was packed."""
    return pickle.loads(data)


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, BaseException):
            return _rebuild, (type(obj), obj.args), obj.__dict__
        return NotImplemented


def _rebuild(kind: type[BaseException], arguments: tuple[object, ...]) -> BaseException:
    return kind.__new__(kind, *arguments)
