"""Whether a column is one of many texts, which are given to a statement in one piece.

SQLAlchemy's own list has a mark for each text, so that the statement is written and read anew whenever
there are more or fewer of them. Here it stays the same: SQLite takes the texts as one JSON text,
PostgreSQL as one array. Either looks each of them up by the column's index, as in a list.
For columns that keep texts as they are; not for packed ones (`packing`), nor where another condition
has an index too: SQLite cannot count what is in one piece, and may go by the other one.
"""

from typing import Any

from pydantic_core import to_json
from sqlalchemy import ARRAY, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override


class _Texts(TypeDecorator[list[str]]):
    """Texts as SQLite and PostgreSQL are given them."""

    impl = Text
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return Text() if dialect.name == "sqlite" else ARRAY(Text())

    @override
    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return to_json(list(value)).decode("utf-8") if dialect.name == "sqlite" else list(value)


class _Among(FunctionElement[bool]):
    """A column, and the texts of which it is one."""

    name = "among"
    inherit_cache = True


def among(column: ColumnElement[Any], texts: str) -> ColumnElement[bool]:
    """Whether the column is one of the texts that are given under this name; none matches no row."""
    return _Among(column, bindparam(texts, type_=_Texts()))


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    column, texts = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"  # noqa: S608 - what was compiled


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    column, texts = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY({texts})"
