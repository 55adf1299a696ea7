"""What settings say of where rows and short-lived facts are kept, from an address."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# A process that stands still inside a transaction holds locks that others wait for. Longer than
# this, and the server lets them go; what it had begun is undone.
IDLE_S = 120


def database(url: str) -> dict:
    """``sqlite:///path`` or ``postgres://user:password@host:port/name?host=/socket/dir``."""
    if url.startswith("sqlite:///"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA busy_timeout=20000;PRAGMA mmap_size=134217728;"
                "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": query.get("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c idle_in_transaction_session_timeout={IDLE_S}s"},
    }


def shared_cache(redis_url: str, processes: int, folder: Path) -> dict:
    """Redis where there is one; else memory, or files where several processes must agree."""
    if redis_url:
        return {
            "BACKEND": "continuity.core.caches.SharedCache",
            "LOCATION": redis_url.replace("redis+socket://", "unix://", 1),
            "KEY_PREFIX": "continuity",
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    if processes > 1:
        place = str(folder / "shared")
        return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": place}
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
