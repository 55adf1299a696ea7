"""Every AI dependency of a tree in eight languages is found, and none in a tree without AI."""

from pathlib import Path

import pytest

from continuity.inventory.discovery import How, at, discover, record, words
from continuity.inventory.signatures import shipped, signatures

TREES = Path(__file__).parent.parent / "discovery_tree"
D, U, C, V, M, L = How.DECLARED, How.IMPORTED, How.CALLED, How.CONFIGURED, How.MODEL, How.LOCKED

# Everything that the tree leans on, by hand: file, line, how, component.
TABLE = [
    ("python/pyproject.toml", 6, D, "openai/api"),
    ("python/pyproject.toml", 9, D, "assemblyai"),
    ("python/pyproject.toml", 13, D, "cohere"),
    ("python/requirements.txt", 3, D, "anthropic/api"),
    ("python/requirements.txt", 4, D, "mistral/api"),
    ("python/claims/answer.py", 6, U, "google-ai-studio/api"),
    ("python/claims/answer.py", 7, U, "groq/api"),
    ("python/claims/answer.py", 10, C, "aws-bedrock"),
    ("python/claims/answer.py", 11, V, "google-ai-studio/api"),
    ("python/claims/answer.py", 13, M, "anthropic/opus-4-5"),
    ("python/locked/uv.lock", 8, L, "voyage"),
    ("javascript/package.json", 5, D, "xai/api"),
    ("javascript/package.json", 8, D, "mistral/api"),
    ("javascript/src/chat.ts", 1, U, "anthropic/api"),
    ("javascript/src/chat.ts", 2, U, "cohere"),
    ("javascript/src/chat.ts", 4, U, "deepgram"),
    ("javascript/src/chat.ts", 6, V, "anthropic/api"),
    ("javascript/src/chat.ts", 7, C, "azure-openai"),
    ("javascript/src/chat.ts", 9, U, "together/chat"),
    ("java/pom.xml", 6, D, "openai/api"),
    ("java/pom.xml", 11, D, "aws-bedrock"),
    ("java/build.gradle.kts", 2, D, "anthropic/api"),
    ("java/build.gradle.kts", 3, D, "google-gemini/vertex"),
    ("java/src/main/java/Desk.java", 1, U, "azure-openai"),
    ("java/src/main/java/Desk.java", 5, V, "ollama"),
    ("go/go.mod", 6, D, "anthropic/api"),
    ("go/go.mod", 11, D, "google-ai-studio/api"),
    ("go/main.go", 7, U, "deepgram"),
    ("go/main.go", 10, C, "mistral/api"),
    ("rust/Cargo.toml", 6, D, "openai/api"),
    ("rust/Cargo.toml", 9, D, "ollama"),
    ("rust/src/main.rs", 1, U, "aws-bedrock"),
    ("rust/src/main.rs", 9, M, "deepseek/api"),
    ("csharp/Desk.csproj", 3, D, "azure-openai"),
    ("csharp/Desk.csproj", 6, D, "anthropic/api"),
    ("csharp/Program.cs", 1, U, "aws-bedrock"),
    ("csharp/Program.cs", 4, V, "elevenlabs/text-to-speech"),
    ("csharp/appsettings.json", 3, M, "openai/api"),
    ("ruby/Gemfile", 4, D, "openai/api"),
    ("ruby/Gemfile", 6, D, "anthropic/api"),
    ("ruby/lib/desk.rb", 2, U, "mistral/api"),
    ("ruby/lib/desk.rb", 4, C, "google-ai-studio/api"),
    ("php/composer.json", 4, D, "openai/api"),
    ("php/composer.json", 5, D, "google-ai-studio/api"),
    ("php/src/Desk.php", 5, U, "aws-bedrock"),
    ("php/src/Desk.php", 8, C, "deepseek/api"),
    ("elixir/mix.exs", 5, D, "openai/api"),
    ("deploy/.env.example", 2, V, "openai/api"),
    ("deploy/.env.example", 3, V, "perplexity/api"),
    ("deploy/docker-compose.yml", 3, C, "ollama"),
    ("deploy/docker-compose.yml", 6, V, "cerebras"),
    ("deploy/docker-compose.yml", 7, M, "google-ai-studio/api"),
    ("deploy/main.tf", 1, C, "azure-openai"),
    ("deploy/k8s.yaml", 2, V, "fireworks/api"),
    ("deploy/k8s.yaml", 5, C, "aws-bedrock"),
    ("deploy/Dockerfile", 2, V, "deepgram"),
]
# Listed only by a lock beside a manifest that does not ask for them, or only in a test.
WEAK = {
    ("javascript/package-lock.json", 9, L, "replicate"),
    ("go/go.mod", 7, L, "openai/api"),
    ("tests/test_other.py", 1, C, "stability/api"),
}


@pytest.fixture(scope="module")
def found():
    return discover(TREES / "with_ai", signatures(), shipped())


def told(found, weak):
    return sorted(
        (place.path, place.hit.line, place.hit.how, place.hit.product)
        for finding in found.findings
        for place in finding.places
        if place.weak == weak
    )


def test_all_of_the_table_is_found_and_nothing_else(found):
    assert told(found, weak=False) == sorted(
        (path, line, how, "aws-bedrock" if on.startswith("aws-bedrock") else on)
        for path, line, how, on in TABLE
    )


def test_what_is_only_locked_or_tested_is_told_but_not_proposed(found):
    assert set(told(found, weak=True)) == WEAK
    proposed = {on for finding in found.proposed for on in finding.components}
    assert not {"replicate", "stability/api", "huggingface"} & proposed


def test_a_region_in_an_address_is_a_component_of_its_own(found):
    assert ("aws-bedrock/us-west-2",) in [f.components for f in found.proposed]


def test_nothing_is_found_in_a_tree_without_ai():
    found = discover(TREES / "without_ai", signatures(), shipped())
    assert [(f.name, at(f.places[0])) for f in found.findings] == []
    assert found.frameworks == ()
    assert found.files == 22
    assert next(words(found)) == "No AI dependency was found; 22 files were read."


def test_no_secret_of_the_tree_is_told(found):
    assert "sk-live" not in str(list(words(found))) + str(record(found)) + repr(found)


def test_our_own_tree_leans_on_ai_by_its_canaries_and_nowhere_else():
    """The catalogue names hosts, for their feeds; the signatures list names. Neither calls any.
    A canary does: with an organisation's key, and found where it stands."""
    root = TREES.parents[2]
    found = discover(root, signatures(), shipped())
    places = {at(place) for f in found.proposed for place in f.places if not place.weak}
    assert {place.rpartition("/")[0] for place in places} <= {
        "continuity/probes/kinds",
        "continuity/providers/catalogue",
    }
    assert {key for f in found.proposed for key in f.components} <= {
        "anthropic/api",
        "azure-openai",
        "google-ai-studio/api",
        "heygen/api",
        "openai/api",
    }
    assert found.frameworks == ()
