"""The Vietnamese language as pure functions: names, numbers and dates as civil servants write them."""
