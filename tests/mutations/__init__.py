"""One fact changed on one side of a pair that agrees: is it found, there, and nothing else?"""
