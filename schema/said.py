"""What a client said itself, where an input's defaults say the rest.

GraphQL fills defaults in before anybody sees an input, so `{color: "#ff0000"}` and the same with every
default written out look alike. Where an input changes something, what was left out must stay as it is.
"""

from collections.abc import Iterator, Mapping
from contextvars import ContextVar

from graphql import NullValueNode, ObjectValueNode, VariableNode
from strawberry.extensions import SchemaExtension

from schema.fields import Info

_VARIABLES: ContextVar[Mapping[str, object]] = ContextVar("variables as the client sent them")


class SentVariables(SchemaExtension):
    """Keeps the variables of an operation as the client sent them, for `said`."""

    def on_execute(self) -> Iterator[None]:
        """Each operation runs in a context of its own, so nothing has to be put back."""
        _VARIABLES.set(self.execution_context.variables or {})
        yield


def said(info: Info, *path: str) -> frozenset[str]:
    """The fields of the input object at `path`, as GraphQL names them, that the client gave a value.

    `path` begins with an argument of the field that is being resolved. Null says no more than silence.
    """
    node = info._raw_info.field_nodes[0]
    members: Mapping[str, object] = {each.name.value: each.value for each in node.arguments or ()}
    for name in path:
        members = _members(_spoken(members.get(name), info))
    return frozenset(name for name, value in members.items() if _spoken(value, info) is not None)


def _members(value: object) -> Mapping[str, object]:
    """The fields of an input object, in a document or in JSON; none of anything else."""
    if isinstance(value, ObjectValueNode):
        return {field.name.value: field.value for field in value.fields}
    return value if isinstance(value, Mapping) else {}


def _spoken(value: object, info: Info) -> object:
    """What stands for a value in a document: a variable's JSON, or its default; None for null and nothing."""
    if isinstance(value, NullValueNode):
        return None
    if not isinstance(value, VariableNode):
        return value
    name = value.name.value
    sent = _VARIABLES.get()
    if name in sent:
        return sent[name]
    declared = info.operation.variable_definitions or ()
    return next((each.default_value for each in declared if each.variable.name.value == name), None)
