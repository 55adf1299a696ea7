"""A LiteLLM proxy's configuration read as dependencies and options. Pure: text in, values out."""

from .config import Config, Deployment, config
from .portfolio import Draft, draft
from .yamls import MAX_BYTES, YamlError, load

__all__ = ["MAX_BYTES", "Config", "Deployment", "Draft", "YamlError", "config", "draft", "load"]
