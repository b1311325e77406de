"""The faces of a stored picture, each painted again with all of the engine's detail and put back."""

from collections.abc import Sequence

from PIL import Image

from generation.briefs import Box, EnhanceFaceBrief
from generation.edits import face_box
from generation.errors import NoFaceFound
from generation.post_processing import flatten
from generation.post_processing.faces import find_faces
from generation.post_processing.regions import blend, round_shares
from generation.spec import RenderSpec
from generation.worker.artwork import Artwork
from generation.worker.desk import Desk

MOST_FACES = 8


async def enhance_faces(desk: Desk, brief: EnhanceFaceBrief) -> list[Artwork]:
    """The picture with its largest faces repainted, and the very same beside them; raises `NoFaceFound`."""
    desk.held.reach("finding faces")
    faces = (await desk.studio.in_pool(_faces, desk.original.picture))[:MOST_FACES]
    if not faces:
        raise NoFaceFound
    desk.held.expect(len(desk.specs) * len(faces))
    return [await _enhanced(desk, brief, spec, faces) for spec in desk.specs]


def _faces(picture: Image.Image) -> list[Box]:
    return find_faces(flatten(picture))


async def _enhanced(desk: Desk, brief: EnhanceFaceBrief, spec: RenderSpec, faces: Sequence[Box]) -> Artwork:
    picture = desk.original.picture
    boxes = [face_box(face, picture.size) for face in faces]
    painter = await desk.parts_of(desk.original.opaque)
    parts = await painter.paint_all(spec, boxes)
    desk.held.reach("blending")
    for face, box, part in zip(faces, boxes, parts, strict=True):
        picture = await desk.studio.in_pool(_put_back, picture, part.image, face, box)
    told = {"strength": brief.strength, "faces": len(faces)}
    return desk.artwork(picture, desk.provenance(spec, parts[0], told), told, lossless=True)


def _put_back(picture: Image.Image, painted: Image.Image, face: Box, box: Box) -> Image.Image:
    return blend(picture, painted, box, round_shares(face, box))
