"""The façade: how a request becomes an answer, whichever backend looks things up."""
