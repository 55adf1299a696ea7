"""Gemini, streamed. The key goes into a header: an address is logged everywhere."""

from typing import Any

from continuity.providers.answers import Called

from . import Asked, Judgement, Outgoing, _chat

NAME = "Gemini"
EXAMPLE = "https://generativelanguage.googleapis.com/v1beta"
MODEL = "gemini-2.0-flash"
KEYED = True
FIELDS = _chat.FIELDS


def build(asked: Asked) -> Outgoing:
    model = _chat.in_path(asked.model.removeprefix("models/"))
    url = f"{asked.url.rstrip('/')}/models/{model}:streamGenerateContent?alt=sse"
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
    body = {
        "contents": [{"role": "user", "parts": [{"text": asked.question}]}],
        "generationConfig": {"maxOutputTokens": asked.answer_tokens},
    }
    return Outgoing("POST", url, headers, _chat.packed(body))


def key_headers(key: str) -> dict[str, str]:
    return {"x-goog-api-key": key}


def judge(asked: Asked, seen: Called) -> Judgement:
    return _chat.judge(asked, seen, read)


def read(name: str, data: Any) -> _chat.Part:
    if error := data.get("error"):
        return _chat.Part(error=str(error))
    candidates, usage = data.get("candidates") or [], data.get("usageMetadata") or {}
    ends = {candidate.get("finishReason") for candidate in candidates} - {None, ""}
    parts = [p for c in candidates for p in (c.get("content") or {}).get("parts") or []]
    out = _chat.count(usage.get("candidatesTokenCount"))
    thought = _chat.count(usage.get("thoughtsTokenCount")) or 0
    return _chat.Part(
        text=_chat.joined(part.get("text") for part in parts if not part.get("thought")),
        tokens_in=_chat.count(usage.get("promptTokenCount")),
        tokens_out=None if out is None and not thought else (out or 0) + thought,
        done=bool(ends),
        cut="MAX_TOKENS" in ends,
    )
