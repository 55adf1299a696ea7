import pytest

from tests.services import smtp


@pytest.fixture
def post(settings):
    """A mail server that the app uses."""
    with smtp.running() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = False
        yield sink
