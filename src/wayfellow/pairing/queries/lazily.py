"""Long lists of which a page is looked at."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload


class Lazily[K, T](Sequence[T]):
    """Rows that are made when somebody looks at them, in the order of their keys."""

    def __init__(self, keys: Sequence[K], make: Callable[[Sequence[K]], list[T]]) -> None:
        self._keys, self._make = keys, make

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            return self._make(self._keys[at])
        return self._make([self._keys[at]])[0]

    def __iter__(self) -> Iterator[T]:
        return iter(self[:])
