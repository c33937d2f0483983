"""Many new rows at once, in the way that their engine takes soonest.

SQLite is given tuples to one prepared statement; PostgreSQL all of them as one JSON text, which it
takes apart quicker than it takes statements, and which row-level security allows, unlike COPY. What
SQLAlchemy works out for each row of an ordinary insert is worked out here once for each table.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Boolean, Connection, Dialect, Integer, Table
from sqlalchemy.types import TypeEngine

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Batch:
    """Some columns of a table into which rows are put."""

    table: str
    columns: Mapping[str, TypeEngine[Any]]

    @classmethod
    def into(cls, table: Table, *, without: Collection[str] = ()) -> "Batch":
        """Every column of a table but those that the engine fills."""
        columns = {each.name: each.type for each in table.columns if each.name not in without}
        return cls(table.name, columns)

    def add(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Adds rows, each of which names every column."""
        if not rows:
            return
        if connection.dialect.name == "sqlite":
            columns = self._kept(connection.dialect, rows)
            connection.exec_driver_sql(self._tuples(), list(zip(*columns, strict=True)))
        else:
            connection.exec_driver_sql(self._one_text(), (to_json(rows).decode("utf-8"),))

    def add_numbered(
        self, connection: Connection, number: str, rows: Sequence[Row]
    ) -> Sequence[int]:
        """Adds rows to a table that numbers them; returns the numbers in the order of the rows.

        To be called in a transaction that writes: on SQLite nobody else can take a number meanwhile.
        """
        if connection.dialect.name == "sqlite":
            query = f"SELECT coalesce(max({number}), 0) FROM {self.table}"  # noqa: S608 - our own names
            last = connection.exec_driver_sql(query).scalar_one()
            numbers = list(range(last + 1, last + 1 + len(rows)))
        else:
            query = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            asked = (self.table, number, len(rows))
            numbers = list(connection.exec_driver_sql(query, asked).scalars())
        numbered = Batch(self.table, {number: Integer(), **self.columns})
        numbered.add(connection, [{number: n, **row} for n, row in zip(numbers, rows, strict=True)])
        return numbers

    def _kept(self, dialect: Dialect, rows: Sequence[Row]) -> list[list[Any]]:
        """The values column by column, as the engine keeps them."""
        found = []
        for name, kind in self.columns.items():
            keep = _keeper(kind, dialect)
            values = [row[name] for row in rows]
            found.append(values if keep is None else list(map(keep, values)))
        return found

    def _tuples(self) -> str:
        marks = ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.table} ({', '.join(self.columns)}) VALUES ({marks})"  # noqa: S608

    def _one_text(self) -> str:
        names = ", ".join(self.columns)
        kinds = ", ".join(f"{name} {_word(kind)}" for name, kind in self.columns.items())
        return (
            f"INSERT INTO {self.table} ({names}) SELECT {names}"  # noqa: S608 - our own names
            f" FROM json_to_recordset(%s::json) AS told ({kinds})"
        )


def _keeper(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return None if isinstance(kind, Boolean) else kind.bind_processor(dialect)


def _word(kind: TypeEngine[Any]) -> str:
    if isinstance(kind, Boolean):
        return "boolean"
    return "bigint" if isinstance(kind, Integer) else "text"
