"""How the shipped model's data is made: the merge of all sets."""
