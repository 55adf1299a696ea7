"""Sending a file and pressing buttons, as a person does."""

from django.core.files.uploadedfile import SimpleUploadedFile

from continuity.inventory.models import Import

GOOD = "Function,Criticality,RTO,MTPD\nClaims,5,1 h,8 h\nLetters,2,1 d,5 d\n"


def upload(browser, home, body, name="p.json"):
    """The page that one comes to."""
    file = SimpleUploadedFile(name, body if isinstance(body, bytes) else body.encode())
    return browser.post(f"{home}inventory/import/", {"file": file}, follow=True)


def press(browser, page, what, **form):
    """The page after a button of the page of a file."""
    url = page.redirect_chain[-1][0].removesuffix("columns/")
    return browser.post(f"{url}{what}/", form, follow=True)


def last(org):
    """The file that was sent last."""
    return Import.objects.for_org(org).order_by("-pk").first()
