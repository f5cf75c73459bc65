"""The Qt application and the command line. The program's one version stands here; pyproject and the installer read it."""

__version__ = "0.1.0"
