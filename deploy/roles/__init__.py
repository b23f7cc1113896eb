"""What an operator does about those who sell."""
