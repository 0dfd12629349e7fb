"""rectoverso: from the pages of bilingual institutions to checked, traceable facts."""

__version__ = "0.1.0"
