"""What a campaign knows of a map besides its floor plan: a map's features, as values and as JSON."""

from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from generation.layout.codec import JsonObject, layout_from_json
from generation.layout.plan import MapLayout, PointOfInterest, Route, Territory


@dataclass(frozen=True, kw_only=True)
class Features:
    """Places, land and ways, in the order in which people list them."""

    points_of_interest: tuple[PointOfInterest, ...] = ()
    territories: tuple[Territory, ...] = ()
    routes: tuple[Route, ...] = ()


_ADAPTER: TypeAdapter[Features] = TypeAdapter(Features)


def features_of(layout: MapLayout) -> Features:
    """The features that a map was laid out with."""
    return Features(
        points_of_interest=layout.points_of_interest,
        territories=layout.territories,
        routes=layout.routes,
    )


def with_features(layout: MapLayout, features: Features) -> MapLayout:
    """A layout with other features in place of its own."""
    return replace(
        layout,
        points_of_interest=features.points_of_interest,
        territories=features.territories,
        routes=features.routes,
    )


def features_to_json(features: Features) -> JsonObject:
    """Features as what `json.dumps` takes; `features_from_json` answers with equal features."""
    data: JsonObject = _ADAPTER.dump_python(features, mode="json")
    return data


def features_from_json(data: JsonObject) -> Features:
    """The features that `features_to_json` wrote; raises `pydantic.ValidationError` for anything else."""
    return _ADAPTER.validate_python(data)


def plan_from_json(layout: JsonObject, features: JsonObject) -> MapLayout:
    """A map as its row keeps it: the plan as it was laid out, with the features that there are now."""
    return with_features(layout_from_json(layout), features_from_json(features))
