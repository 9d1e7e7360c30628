"""A lesson as a package for course systems: SCORM 1.2, its page and all that it shows."""

from pipeline.publish.scorm.compose import MANIFEST, scorm_files
from pipeline.publish.scorm.zipped import zipped

__all__ = ["MANIFEST", "scorm_files", "zipped"]
