"""Pay v3, call by call: a request in, the answer's body out, or a Refusal."""
