"""A GraphQL client over HTTP: documents in, data out, refusals as exceptions."""

import json
from typing import Any

import httpx

Json = dict[str, Any]


class Refused(Exception):
    """The server answered a document with errors; `error` is the first of them, whole."""

    def __init__(self, error: Json) -> None:
        self.error = error
        super().__init__(json.dumps(error))

    @property
    def code(self) -> str:
        """The public code."""
        return str(self.error["extensions"]["code"])

    @property
    def field(self) -> str | None:
        """The argument that was wrong."""
        field: str | None = self.error["extensions"].get("field")
        return field


class GraphQLClient:
    """Asks whatever server the HTTP client leads to, with the client's own headers."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def ask(self, document: str, **variables: object) -> Json:
        """The data of a document's answer; raises `Refused`."""
        body = await self.answer(document, **variables)
        if body.get("errors"):
            raise Refused(body["errors"][0])
        return dict(body["data"])

    async def send_file(self, document: str, path: str, data: bytes, **variables: object) -> Json:
        """The data of an answer to a document with a file at `path` in its variables; raises `Refused`."""
        form = {
            "operations": json.dumps({"query": document, "variables": variables}),
            "map": json.dumps({"0": [f"variables.{path}"]}),
        }
        files, headers = {"0": ("file", data)}, {"GraphQL-Preflight": "1"}
        answer = await self.http.post("/graphql", data=form, files=files, headers=headers)
        body = answer.json()
        if body.get("errors"):
            raise Refused(body["errors"][0])
        return dict(body["data"])

    async def answer(self, document: str, **variables: object) -> Json:
        """The whole answer, with what errors it has."""
        answer = await self.http.post("/graphql", json={"query": document, "variables": variables})
        return dict(answer.json())
