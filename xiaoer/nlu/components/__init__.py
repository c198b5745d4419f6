"""Rasa's side of the pipeline: thin components around the modules of `xiaoer.nlu`."""
