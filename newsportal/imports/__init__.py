"""What other systems have exported, brought in: a file a format. Each yields records that `newsportal.exchange.load` takes."""
