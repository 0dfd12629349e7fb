"""Two language versions of one page, held against each other: do both tell the same?"""
