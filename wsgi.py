"""What the web server loads."""

from config import load_config
from summit.application import create_app

app = create_app(load_config())
