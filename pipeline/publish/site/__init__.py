"""The page of a course: static files that need no server of their own and load nothing else."""

from pipeline.publish.site.compose import compose
from pipeline.publish.site.write import Changes, changes, write_site

__all__ = ["Changes", "changes", "compose", "write_site"]
