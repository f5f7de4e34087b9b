"""The documents of a generation as a cluster keeps them: which are to be seen, in what form, and what stands for each."""
