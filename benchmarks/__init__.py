"""Speed of the pipeline, and what it does beside other libraries."""
