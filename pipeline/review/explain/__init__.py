"""Why a fact is what it is: its rule in words, its evidence, its place, its twin, its history."""
