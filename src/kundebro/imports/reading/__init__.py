"""From a customer's file to rows of text: what it is, how it is written, where its table stands."""
