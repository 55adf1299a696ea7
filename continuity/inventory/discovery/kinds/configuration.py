"""Environment examples, containers, Terraform, Kubernetes, settings: variables, hosts, models."""

from collections.abc import Iterator

from continuity.inventory.discovery.hit import File, Hit
from continuity.inventory.discovery.names import Names
from continuity.inventory.discovery.text import CONFIG, JSONC, TERRAFORM, scan

NAMES = (
    ".env",
    ".env.*",
    "*.env",
    "*.env.example",
    "env.example",
    "dockerfile",
    "dockerfile.*",
    "*.dockerfile",
    "containerfile",
    "procfile",
    "appsettings*.json",
    "local.settings.json",
    "settings*.json",
    "config*.json",
    "makefile",
)
ENDINGS = (
    ".yaml",
    ".yml",
    ".tf",
    ".tfvars",
    ".hcl",
    ".bicep",
    ".toml",
    ".ini",
    ".cfg",
    ".conf",
    ".properties",
    ".sh",
    ".tpl",
)


def find(file: File, names: Names) -> Iterator[Hit]:
    name = file.name.lower()
    syntax = CONFIG
    if name.endswith((".tf", ".hcl", ".bicep", ".tfvars")):
        syntax = TERRAFORM
    elif name.endswith(".json"):
        syntax = JSONC
    yield from names.in_configuration(scan(file.text, syntax))
