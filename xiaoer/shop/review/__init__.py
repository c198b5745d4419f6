"""What the bot did not understand, kept masked for the training data of the next model."""
