"""Whether the schemas say what the decoder does, and what other engines make of them."""
