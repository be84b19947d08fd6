"""What the log says and what it may not hold: no names, numbers, tokens, typed texts; who (by id), what, where, when.

Two kinds of lines leave the process: those of the security log (`note`), whose fields are the parameters of that
function and no others, and those that libraries and our own code write when something breaks.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from structlog.types import EventDict, Processor

TOKEN = re.compile(r"(/(?:r(?:/stop)?|kta)/)[^/\s?'\"]+")
"""An address whose last part is a key: whoever reads it can use it."""
SECURITY = "senkom.security"
REPEATS_WHAT_WAS_SENT = ("django", "celery", "kombu", "allauth", "gunicorn", "asyncio", "PIL")
"""Libraries that put addresses, arguments or errors' texts into their lines: only their own words are kept."""
FRAMES = 12


class Event(StrEnum):
    """What the security log knows."""

    REFUSED = "refused"
    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    LINK_MADE = "sign_in_link_made"
    LINK_USED = "sign_in_link_used"
    FACTOR_ADDED = "second_factor_added"
    FACTOR_REMOVED = "second_factor_removed"
    FACTOR_RESET = "second_factor_reset"
    FACTOR_FAILED = "second_factor_failed"
    CODES_RENEWED = "recovery_codes_renewed"
    NIK_READ = "nik_read"
    CLOSED_DATA_READ = "closed_data_read"
    RIGHTS_BEGIN = "rights_begin"
    RIGHTS_END = "rights_end"
    MEMBERSHIP = "membership_changed"
    EXPORT = "export"
    IMPORT = "import"
    KEYS_ROTATED = "nik_keys_rotated"


def note(
    event: Event,
    *,
    by: Any = None,
    subject: Any = None,
    unit: str = "",
    what: str = "",
    status: int | None = None,
    count: int | None = None,
) -> None:
    """One line of the security log, once the transaction is certain.

    `by` is the account (its id is written; left out, it is the one of the request), `subject` the member it happened
    to (its public code), `what` a word of ours (an office, a state, a kind), never something somebody typed.
    """
    facts = {
        "user": getattr(by, "pk", None),
        "subject": str(subject.code) if subject is not None else None,
        "unit": unit or None,
        "what": str(what) or None,
        "status": status,
        "count": count,
    }
    known = {name: fact for name, fact in facts.items() if fact is not None}
    context = structlog.contextvars.get_contextvars()
    line = {**context, **known}
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(lambda: _write(event, line), robust=True)
    else:  # asks nothing of the database, which may be out of reach
        _write(event, line)


def _write(event: Event, line: dict[str, Any]) -> None:
    with structlog.contextvars.bound_contextvars(**line):
        structlog.get_logger(SECURITY).info(str(event))


class WithoutTokens(logging.Filter):
    """Takes the keys out of the addresses in a line; the line stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if TOKEN.search(said):
            record.msg, record.args = TOKEN.sub(r"\1…", said), ()
        return True


def json_lines() -> logging.Formatter:
    """One JSON object a line, for machines. Control characters come out escaped: a line can't be forged."""
    return _formatter(_own_words, _where_it_broke, structlog.processors.JSONRenderer())


def readable() -> logging.Formatter:
    """Lines for the eyes of a developer, errors in full."""
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    return _formatter(_escaped, renderer)


def _formatter(*processors: Processor) -> logging.Formatter:
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    *before, last = processors
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[*before, structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )


def _own_words(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Of a library's line only the words that stand in its code: what it fills in may be anybody's data."""
    record = event.get("_record")
    if record is not None and record.name.partition(".")[0] in REPEATS_WHAT_WAS_SENT:
        event["event"] = str(record.msg)
    return event


def _where_it_broke(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Of an error its kind and place, not its text: a database's error quotes the row."""
    error = (event.pop("exc_info", None) or (None, None, None))[1]
    event.pop("stack_info", None)
    if isinstance(error, BaseException):
        event["error"] = [type(one).__qualname__ for one in _chain(error)]
        event["where"] = list(_frames(error.__traceback__))[-FRAMES:]
        if constraint := _constraint(error):
            event["constraint"] = constraint
    return event


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, and those it came from."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _constraint(error: BaseException) -> str:
    found = (getattr(getattr(one, "diag", None), "constraint_name", None) for one in _chain(error))
    return next((name for name in found if name), "")


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        path = Path(code.co_filename)
        place = path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path.name
        yield f"{place}:{traceback.tb_lineno} {code.co_name}"
        traceback = traceback.tb_next


def _escaped(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Colours and line ends that somebody sent are shown, not obeyed."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in value)
    return event
