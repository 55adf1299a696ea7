"""Azure OpenAI: the same answers at an address of one's own, where a deployment stands for a
model."""

from yarl import URL

from continuity.providers.answers import Called

from . import Asked, Judgement, Outgoing, _chat, openai

NAME = "Azure OpenAI"
EXAMPLE = "https://example.openai.azure.com"
MODEL = "gpt-4o-mini"
KEYED = True
FIELDS = (*_chat.FIELDS, "api_version")
API_VERSION = "2024-10-21"


def build(asked: Asked) -> Outgoing:
    deployment = _chat.in_path(asked.model)
    base = f"{asked.url.rstrip('/')}/openai/deployments/{deployment}/chat/completions"
    url = URL(base, encoded=True).with_query({"api-version": asked.api_version or API_VERSION})
    return Outgoing("POST", str(url), openai.HEADERS, _chat.packed(openai.body(asked)))


def key_headers(key: str) -> dict[str, str]:
    return {"api-key": key}


def judge(asked: Asked, seen: Called) -> Judgement:
    return openai.judge(asked, seen)
