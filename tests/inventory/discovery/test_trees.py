"""A tree is read from its own folder only, so far and no further, and an archive just so."""

import io
import os
import tarfile
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.inventory.discovery import ArchiveError, Limits, at, discover, words
from continuity.inventory.signatures import shipped, signatures
from tests.examples import examples
from tests.inventory.discovery.test_eight_languages import TREES

CALL = 'x = "https://api.openai.com/v1"\n'


def look(path, limits=None, **more):
    return discover(path, signatures(), shipped(), limits, **more)


def places(found):
    return [at(place) for finding in found.findings for place in finding.places]


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def tarred(path, members):
    with tarfile.open(path, "w:gz") as archive:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return path


def members_of(tree):
    return {
        f"desk-1.0/{p.relative_to(tree)}": p.read_bytes() for p in tree.rglob("*") if p.is_file()
    }


@pytest.mark.parametrize(("pack", "name"), [(zipped, "a.zip"), (tarred, "a.tar.gz")])
def test_an_archive_tells_what_its_folder_tells(tmp_path, pack, name):
    tree = TREES / "with_ai"
    in_folder = look(tree)
    in_archive = look(pack(tmp_path / name, members_of(tree)))
    assert [f.components for f in in_archive.proposed] == [f.components for f in in_folder.proposed]
    assert {p.removeprefix("desk-1.0/") for p in places(in_archive)} == set(places(in_folder))


def test_no_link_is_followed_out_of_the_tree_or_in_it(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.py").write_text(CALL)
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "folder").symlink_to(outside)
    (tree / "a.py").symlink_to(outside / "a.py")
    (tree / "round").symlink_to(tree)
    found = look(tree)
    assert places(found) == []
    assert "3 links were not followed." in "\n".join(words(found))


def test_a_pipe_is_no_file_to_wait_for(tmp_path):
    os.mkfifo(tmp_path / "a.py")
    assert look(tmp_path).files == 0


def test_too_many_files_are_told_and_the_rest_left(tmp_path):
    for n in range(50):
        (tmp_path / f"a{n:02}.py").write_text(CALL)
    found = look(tmp_path, Limits(entries=20))
    assert found.files == 20
    assert "There are more than 20 files and folders: the rest was not looked at" in "\n".join(
        words(found)
    )


def test_of_a_folder_no_more_names_are_kept_than_may_be_looked_at(tmp_path):
    """A million files in one folder must not fill the memory before the limit is reached."""
    for n in range(300):
        (tmp_path / f"{n}.txt").touch()
    found = look(tmp_path, Limits(entries=100))
    assert found.told.entries == 100


def test_a_large_file_is_left_and_told(tmp_path):
    (tmp_path / "a.py").write_text(CALL + "#" * 2_000_000)
    found = look(tmp_path)
    assert places(found) == []
    assert "1 file is too large to be source code." in "\n".join(words(found))


def test_what_is_installed_or_binary_is_not_read(tmp_path):
    for folder in ("node_modules", ".git", "vendor", "mine"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_text(CALL)
    (tmp_path / "mine" / "pyvenv.cfg").touch()
    (tmp_path / "b.py").write_bytes(CALL.encode() + b"\0")
    assert places(look(tmp_path)) == []


def test_a_list_of_many_products_calls_none_of_them(tmp_path):
    hosts = [h.pattern for p in signatures().products.values() for h in p.hosts]
    plain = [h.replace("\\", "") for h in hosts if "(" not in h]
    (tmp_path / "prices.yaml").write_text("\n".join(f"- https://{h}/" for h in plain))
    found = look(tmp_path)
    assert len(found.findings) > 12
    assert found.proposed == ()


def test_a_name_that_leads_out_of_an_archive_is_left_and_told(tmp_path):
    body = CALL.encode()
    names = ("../a.py", "/etc/a.py", "x/../../a.py", "C:\\a.py", "..\\a.py")
    for pack, name in ((zipped, "a.zip"), (tarred, "a.tar.gz")):
        found = look(pack(tmp_path / name, dict.fromkeys(names, body)))
        assert places(found) == []
        assert "5 names lead out of the archive." in "\n".join(words(found))
    assert {p.name for p in tmp_path.iterdir()} == {"a.zip", "a.tar.gz"}


def test_links_in_an_archive_are_not_followed(tmp_path):
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            info = tarfile.TarInfo("a.py")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    link = zipfile.ZipInfo("a.py")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert look(tmp_path / "a.tgz").told.links == 2
    assert look(tmp_path / "a.zip").told.links == 1


def test_a_zip_bomb_is_read_no_further_than_a_file_may_be(tmp_path):
    bomb = zipped(tmp_path / "a.zip", {"a.py": b"#" * 50_000_000, "b.py": CALL.encode()})
    found = look(bomb)
    assert found.told.large == 1
    assert places(found) == ["b.py:1"]
    assert found.size < 1000


def test_a_tar_bomb_ends_where_too_much_is_unpacked(tmp_path):
    bomb = tarred(tmp_path / "a.tar.gz", {"a.bin": b"\0" * 20_000_000, "b.py": CALL.encode()})
    with pytest.raises(ArchiveError, match="unpacks to more than is read here"):
        look(bomb, Limits(unpacked=10_000_000))


def test_what_is_read_in_all_has_an_end(tmp_path):
    for n in range(20):
        (tmp_path / f"a{n}.py").write_text(CALL + "#" * 100_000)
    found = look(tmp_path, Limits(whole=1024**2))
    assert "More than 1 MB were read" in found.told.stopped


def test_evidence_of_one_component_is_capped_and_counted(tmp_path):
    for n in range(30):
        (tmp_path / f"test_{n}.py").write_text(CALL)
    (tmp_path / "z.py").write_text(CALL)
    found = look(tmp_path, Limits(hits=5))
    (finding,) = found.proposed
    assert (len(finding.places), finding.count) == (5, 31)
    assert at(finding.places[0]) == "z.py:1"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.zip", b"PK\x03\x04 and no more"),
        ("a.zip", b"PK\x05\x06" + b"\xff" * 18),
        ("a.tar.gz", b"\x1f\x8b and no more"),
        ("a.tar", b"\0" * 257 + b"ustar" + b"\xff" * 400),
    ],
)
def test_a_broken_archive_is_refused_with_a_sentence(tmp_path, name, body):
    (tmp_path / name).write_bytes(body)
    with pytest.raises(ArchiveError) as refused:
        look(tmp_path / name)
    assert str(refused.value).endswith(".")


@given(data=st.data())
@settings(max_examples=examples(150), deadline=None)
def test_an_archive_broken_anyhow_is_refused_or_read(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("broken")
    name = data.draw(st.sampled_from(["a.zip", "a.tar.gz", "a.tar"]))
    pack = zipped if name == "a.zip" else tarred
    path = pack(folder / name, {"a.py": CALL.encode(), "b/package.json": b"{}", "c": b"x" * 900})
    body = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at_ = data.draw(st.integers(0, len(body) - 1))
        body[at_ : at_ + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    path.write_bytes(body)
    with suppress(ArchiveError):
        look(path, Limits(unpacked=10_000_000))


def test_odd_names_stay_on_their_line(tmp_path):
    (tmp_path / "a\n\x1b[31m.py").write_text(CALL)
    assert all(line.isprintable() for line in "\n".join(words(look(tmp_path))).split("\n"))
