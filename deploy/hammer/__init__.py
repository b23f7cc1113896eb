"""The jack-hammer: a whole house at work, struck at random, and then asked for every fen."""
