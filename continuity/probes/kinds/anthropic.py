"""Messages as Anthropic answers them."""

from typing import Any

from continuity.providers.answers import Called

from . import Asked, Judgement, Outgoing, _chat

NAME = "Anthropic"
EXAMPLE = "https://api.anthropic.com"
MODEL = "claude-haiku-4-5"
KEYED = True
FIELDS = _chat.FIELDS
VERSION = "2023-06-01"


def build(asked: Asked) -> Outgoing:
    headers = {
        "Content-Type": "application/json",
        "Accept": "text/event-stream",
        "anthropic-version": VERSION,
    }
    body = {
        "model": asked.model,
        "max_tokens": asked.answer_tokens,
        "messages": [{"role": "user", "content": asked.question}],
        "stream": True,
    }
    base = asked.url.rstrip("/").removesuffix("/v1")
    return Outgoing("POST", f"{base}/v1/messages", headers, _chat.packed(body))


def key_headers(key: str) -> dict[str, str]:
    return {"x-api-key": key}


def judge(asked: Asked, seen: Called) -> Judgement:
    return _chat.judge(asked, seen, read)


def read(name: str, data: Any) -> _chat.Part:
    kind = data.get("type") or name
    if kind == "error":
        return _chat.Part(error=str(data.get("error")))
    if kind == "message_start":
        usage = data["message"].get("usage") or {}
        return _chat.Part(tokens_in=_chat.count(usage.get("input_tokens")))
    if kind == "content_block_delta":
        return _chat.Part(text=_chat.joined([data["delta"].get("text")]))
    if kind == "message_delta":
        used = _chat.count((data.get("usage") or {}).get("output_tokens"))
        ended = data.get("delta", {}).get("stop_reason")
        return _chat.Part(tokens_out=used, cut=ended == "max_tokens")
    return _chat.Part(done=kind == "message_stop")
