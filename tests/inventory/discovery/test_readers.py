"""What each reader takes for evidence, and what not; and that none of them ever breaks."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.inventory.discovery import text
from continuity.inventory.discovery.choosing import kinds
from continuity.inventory.discovery.hit import File
from continuity.inventory.discovery.marks import Marks
from continuity.inventory.discovery.names import Names
from continuity.inventory.signatures import shipped, signatures
from tests.examples import examples
from tests.inventory.discovery.test_eight_languages import TREES

NAMES = Names(signatures())


def hits(path, body):
    return [(h.product, h.line) for h in kinds().of(path)(File(path, body), NAMES)]


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("Pipfile", '[packages]\nopenai = "*"\n', [("openai/api", 2)]),
        ("Pipfile.lock", '{"default": {\n"openai": {}}}', [("openai/api", 2)]),
        ("poetry.lock", '[[package]]\nname = "anthropic"\n', [("anthropic/api", 2)]),
        ("setup.py", 'setup(\n install_requires=["openai>=1"])\n', [("openai/api", 2)]),
        ("setup.cfg", "[options]\ninstall_requires =\n  openai>=1\n", [("openai/api", 3)]),
        ("requirements/prod.txt", "groq\n", [("groq/api", 1)]),
        ("environment.yml", "dependencies:\n - pip:\n   - openai==1.0\n", [("openai/api", 3)]),
        ("yarn.lock", '"@anthropic-ai/sdk@^0.3":\n  version "1"\n', [("anthropic/api", 1)]),
        ("pnpm-lock.yaml", "packages:\n  openai@4.1.0:\n    x: 1\n", [("openai/api", 2)]),
        ("bun.lock", '  "openai": ["openai@4"],\n', [("openai/api", 1)]),
        ("deno.json", '{"imports": {\n"x": "npm:openai@4"}}', [("openai/api", 2)]),
        ("a.mjs", "export * from 'openai/resources'\n", [("openai/api", 1)]),
        ("gradle.lockfile", "com.openai:openai-java:1=x\n", [("openai/api", 1)]),
        ("libs.versions.toml", 'a = { module = "com.openai:x" }\n', [("openai/api", 1)]),
        ("build.gradle", "implementation 'com.openai:x:1'\n", [("openai/api", 1)]),
        ("build.sbt", '"com.openai" % "openai-java" % "1"\n', [("openai/api", 1)]),
        ("A.kt", "import com.openai.client.X\n", [("openai/api", 1)]),
        ("go.sum", "github.com/openai/openai-go v1.0.0 h1:x\n", [("openai/api", 1)]),
        ("Cargo.lock", '[[package]]\nname = "async-openai"\n', [("openai/api", 2)]),
        ("packages.config", '<package id="OpenAI" version="1"/>', [("openai/api", 1)]),
        (
            "packages.lock.json",
            '{"dependencies": {"net8.0": {\n"OpenAI": {"type": "Transitive"}}}}',
            [("openai/api", 2)],
        ),
        ("Gemfile.lock", "GEM\n  specs:\n    ruby-openai (7.0)\n", [("openai/api", 3)]),
        ("x.gemspec", 's.add_dependency "anthropic", "~> 1"\n', [("anthropic/api", 1)]),
        ("composer.lock", ' "name": "openai-php/client",\n', [("openai/api", 1)]),
        ("mix.lock", '  "openai_ex": {:hex},\n', [("openai/api", 1)]),
        ("app.yaml", "model: openai/gpt-4o\n", [("openai/api", 1)]),
        ("run.sh", "ask --model gpt-4o \\\n", [("openai/api", 1)]),
        ("Dockerfile", "FROM ollama/ollama:0.5 AS models\n", [("ollama", 1)]),
        ("a.py", "try:\n  import openai\nexcept Exception, e: pass\n", [("openai/api", 2)]),
        ("a.py", 'x = """\nimport openai\n"""\n', []),
        ("a.py", "from . import openai\n", []),
        ("a.py", 'say("ask gpt-4o, or claude-3-opus")\n', []),
        ("a.yaml", "about: the gpt-4o of proxies\n", []),
        ("a.toml", 'name = "GPT-5.2"\n', []),
        ("a.java", 'String s = """\nimport com.openai.x;\n""";\n', []),
        ("a.cs", "using var openAI = 1;\n", []),
        ("package.json", '{"dependencies": ["openai"]}', []),
        ("pyproject.toml", '[project]\ndependencies = 3\n[tool.poetry]\ngroup = "openai"\n', []),
    ],
)
def test_it_finds_this_and_no_more(path, body, expected):
    assert hits(path, body) == expected


def test_every_name_in_the_signatures_is_seen_by_the_quick_look():
    marks = signatures().marks
    for product in signatures().products.values():
        named = [*product.env, *product.words]
        named += [name for names in product.packages.values() for name in names]
        named += [name for names in product.imports.values() for name in names]
        named += [host.pattern.replace("\\", "") for host in product.hosts]
        for name in named:
            assert any(mark in name.lower().encode() for mark in marks), name


def test_every_product_is_of_the_catalogue_or_says_what_it_is():
    for product in signatures().products.values():
        assert product.source
        own = bool(product.name and product.provider and product.kind)
        assert own != (product.component in shipped()), product.component
        assert all(lower in shipped() for lower in product.runs_on)


@given(st.binary(max_size=80), st.sampled_from(signatures().marks), st.integers(0, 3))
def test_the_quick_look_misses_no_mark_and_invents_none(body, mark, shift):
    marks = Marks(signatures().marks)
    plain = any(each in body.lower() for each in signatures().marks)
    assert marks.any_in(body) == plain
    assert marks.any_in(body + b"-" * shift + mark.upper() + body)


SAMPLES = [(p.name, p.read_text()) for p in sorted(TREES.rglob("*")) if p.is_file()]
FILES = [name for name, _ in SAMPLES if kinds().of(name)]


@given(st.data())
@settings(max_examples=examples(400), deadline=None)
def test_no_text_breaks_a_reader(data):
    name = data.draw(st.sampled_from(FILES))
    body = data.draw(st.sampled_from([body for n, body in SAMPLES if n == name]))
    for _ in range(data.draw(st.integers(0, 5))):
        at = data.draw(st.integers(0, len(body)))
        broken = st.text(max_size=6) | st.sampled_from(['"', "'", "{", "[", "\0", "/*", '"""', "`"])
        body = body[:at] + data.draw(broken) + body[at + data.draw(st.integers(0, 9)) :]
    for product, line in hits(name, body):
        assert product == "" or product in signatures().products
        assert 1 <= line <= body.count("\n") + 1


@given(st.text(max_size=300))
@settings(max_examples=examples(300), deadline=None)
def test_what_is_blanked_keeps_its_place(body):
    for syntax in (text.C, text.GO, text.SCRIPT, text.PYTHON, text.XML, text.CONFIG, text.RUBY):
        scanned = text.scan(body, syntax)
        assert len(scanned.bare) == len(scanned.quiet) == len(body)
        assert scanned.bare.count("\n") == body.count("\n")
        for offset, literal in scanned.literals:
            assert body[offset : offset + len(literal)] == literal


@pytest.mark.parametrize(
    "piece", ['"', "'", '"\\', "/*", '"""', "`", "<!--", "'\\''", "#{", "${", "a."]
)
def test_a_file_of_quotes_takes_no_longer_than_it_is_long(piece):
    body = piece * (100_000 // len(piece))
    start = time.perf_counter()
    for name in ("a.py", "a.ts", "a.java", "a.go", "a.rb", "a.php", "a.yaml", "pom.xml", "a.tf"):
        hits(name, body)
    assert time.perf_counter() - start < 5
