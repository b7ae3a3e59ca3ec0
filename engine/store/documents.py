"""Files that belong to a case, sealed: what is said of them, and apart from that their content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import ForeignKey, Index, delete, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import NotFound
from engine.store.base import Base, Bytes, Instant, Key, Name, PrimaryKey, UtcInstant, table
from engine.store.keys import root_of
from engine.store.recording import bound
from engine.store.sealing import DataKey
from engine.store.tasks import UserTask
from engine.values import UserTaskState

_UNKEPT: Final = text("kept_at IS NULL")


class Document(Base):
    """A file of a case. `about` is a sealed `About`; unkept, it is part of its task's draft only.

    Everything sealed here is under the case's key of the class "document".
    """

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_unkept", "task_key", postgresql_where=_UNKEPT, sqlite_where=_UNKEPT),
    )

    key: Mapped[PrimaryKey]
    root_key: Mapped[Key] = mapped_column(index=True)
    task_key: Mapped[Key]
    about: Mapped[Bytes]
    created_by: Mapped[Name]
    created_at: Mapped[Instant]
    kept_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class DocumentContent(Base):
    """The sealed bytes of a file, apart: lists of files never read them."""

    __tablename__ = "document_content"

    key: Mapped[PrimaryKey] = mapped_column(ForeignKey("document.key", ondelete="CASCADE"))
    content: Mapped[Bytes]


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed beside the content: `sha256` in hex, `media_type`, `size` in bytes.

    `name` is what the file was called where it came from; it may hold a person's name.
    """

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals and opens the documents of one root case, each bound to its place."""

    key: DataKey
    root_key: int

    def about(self, document: Document) -> About:
        """Open what is said of a document."""
        plain = self.key.open(document.about, self._place("about", document.key))
        return msgspec.json.decode(plain, type=About)

    def content(self, document: int, sealed: bytes) -> bytes:
        """Open a document's bytes."""
        return self.key.open(sealed, self._place("content", document))

    def sealed(self, document: int, about: About, content: bytes) -> tuple[bytes, bytes]:
        """What is said of a document, and its bytes, both sealed."""
        said = self.key.seal(msgspec.json.encode(about), self._place("about", document))
        return said, self.key.seal(content, self._place("content", document))

    def _place(self, part: str, document: int) -> bytes:
        return bound(f"document-{part}", self.root_key, document)


def find(session: Session, key: int) -> Document:
    """A document.

    Raises:
        NotFound: there is none.
    """
    row = session.get(Document, key)
    if row is None:
        raise NotFound(kind="file", key=str(key))
    return row


def find_many(session: Session, keys: Iterable[int]) -> list[Document]:
    """The documents that there are of these keys, in the order of their keys."""
    wanted = select(Document).where(Document.key.in_(list(keys))).order_by(Document.key)
    return list(session.execute(wanted).scalars())


def content_of(session: Session, key: int) -> bytes:
    """A document's sealed bytes."""
    wanted = select(DocumentContent.content).where(DocumentContent.key == key)
    return session.execute(wanted).scalar_one()


def unkept(session: Session, task_key: int) -> list[Document]:
    """What was uploaded in a task and belongs to its draft only."""
    wanted = select(Document).where(Document.task_key == task_key, Document.kept_at.is_(None))
    return list(session.execute(wanted.order_by(Document.key)).scalars())


def of_task(session: Session, task_key: int, officer: str) -> list[Document]:
    """What an officer uploaded in a task, kept or not."""
    wanted = select(Document).where(
        Document.root_key == root_of(task_key),
        Document.task_key == task_key,
        Document.created_by == officer,
    )
    return list(session.execute(wanted.order_by(Document.key)).scalars())


def keep(session: Session, keys: Sequence[int], at: datetime) -> None:
    """From now on these belong to the case and no longer to a draft."""
    statement = update(table(Document)).where(Document.key.in_(keys)).values(kept_at=at)
    session.execute(statement)


def remove(session: Session, keys: Sequence[int]) -> None:
    """Delete documents with their content."""
    session.execute(delete(table(DocumentContent)).where(DocumentContent.key.in_(keys)))
    session.execute(delete(table(Document)).where(Document.key.in_(keys)))


def orphans(session: Session, most: int) -> list[int]:
    """Unkept documents whose task is no longer open, at most so many."""
    wanted = (
        select(Document.key)
        .join(UserTask, UserTask.key == Document.task_key)
        .where(Document.kept_at.is_(None), UserTask.state != UserTaskState.CREATED.value)
    )
    return list(session.execute(wanted.limit(most)).scalars())
