"""The command that takes a portfolio in and gives it out."""

import json

import pytest
from django.core.management import CommandError, call_command

from continuity.inventory.models import Function
from continuity.inventory.portable import read, write
from tests.factories import OrganizationFactory
from tests.portfolios import SMALL, bare
from tests.uploads import GOOD


def test_the_command_in_and_out(db, tmp_path, capsys):
    org = OrganizationFactory(slug="harbour")
    file = tmp_path / "p.json"
    file.write_text(json.dumps(write(SMALL)))
    call_command("portfolio", "import", "harbour", str(file))
    capsys.readouterr()
    call_command("portfolio", "export", "harbour")
    assert bare(read(capsys.readouterr().out.encode())) == bare(SMALL)
    file.write_text("{")
    with pytest.raises(CommandError) as told:
        call_command("portfolio", "import", "harbour", str(file))
    assert told.value.returncode == 2
    assert Function.objects.for_org(org).count() == 1


def test_the_command_takes_any_format(db, tmp_path, capsys):
    org = OrganizationFactory(slug="harbour")
    file = tmp_path / "f.csv"
    file.write_text(GOOD)
    call_command("portfolio", "import", "harbour", str(file))
    out = tmp_path / "out.xlsx"
    call_command("portfolio", "export", "harbour", format="xlsx", output=str(out))
    call_command("portfolio", "import", "harbour", str(out))
    assert Function.objects.for_org(org).count() == 2
    file.write_text("Function,RTO,MTPD\nClaims,soon,8 h\n")
    with pytest.raises(CommandError, match="Row 2, column “RTO”: is “soon”") as told:
        call_command("portfolio", "import", "harbour", str(file))
    assert told.value.returncode == 2
