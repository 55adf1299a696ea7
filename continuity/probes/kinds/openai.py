"""Chat completions as OpenAI made them, and as many others answer them too."""

from typing import Any

from continuity.providers.answers import Called

from . import Asked, Judgement, Outgoing, _chat

NAME = "OpenAI-compatible"
EXAMPLE = "https://api.openai.com/v1"
MODEL = "gpt-4o-mini"
KEYED = True
FIELDS = _chat.FIELDS


def build(asked: Asked) -> Outgoing:
    url = asked.url.rstrip("/") + "/chat/completions"
    return Outgoing("POST", url, HEADERS, _chat.packed({"model": asked.model, **body(asked)}))


HEADERS = {"Content-Type": "application/json", "Accept": "text/event-stream"}


def body(asked: Asked) -> dict[str, Any]:
    """A model that thinks takes its limit under another name, and refuses the old one."""
    limit = "max_completion_tokens" if asked.thinks else "max_tokens"
    return {
        "messages": [{"role": "user", "content": asked.question}],
        limit: asked.answer_tokens,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def key_headers(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def judge(asked: Asked, seen: Called) -> Judgement:
    return _chat.judge(asked, seen, read)


def read(name: str, data: Any) -> _chat.Part:
    if data == "[DONE]":
        return _chat.Part(done=True)
    if error := data.get("error"):
        return _chat.Part(error=str(error))
    choices, usage = data.get("choices") or [], data.get("usage") or {}
    ends = {choice.get("finish_reason") for choice in choices}
    return _chat.Part(
        text=_chat.joined(choice.get("delta", {}).get("content") for choice in choices),
        tokens_in=_chat.count(usage.get("prompt_tokens")),
        tokens_out=_chat.count(usage.get("completion_tokens")),
        done=bool(ends & {"stop", "length", "content_filter"}),
        cut="length" in ends,
    )
