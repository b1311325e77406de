"""The client's side of the GraphQL API, as the command line uses it."""
