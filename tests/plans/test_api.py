"""Versions in the API: the record is told one at a time."""

from tests.factories_plans import VersionFactory


def test_the_list_leaves_the_records_out(browser, api, org):
    version = VersionFactory(organization=org, snapshot={"format": "large"})
    (row,) = browser.get(f"{api}versions/").json()["results"]
    assert row["sha256"] == version.sha256
    assert "snapshot" not in row
    assert browser.get(f"{api}versions/{version.pk}/").json()["snapshot"] == {"format": "large"}
