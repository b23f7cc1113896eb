"""What WeChat remembers about merchants, shoppers, orders, splits and refunds, and its rules."""
