"""What a platform wants to see when buyer and shop disagree: one file, third parties masked."""
