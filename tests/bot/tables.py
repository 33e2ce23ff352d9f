"""What is kept, table by table, to look at."""

from sqlite_utils import Database

from bot.keeping.storage import Storage


def tables(storage: Storage) -> Database:
    return Database(storage.db.conn)
