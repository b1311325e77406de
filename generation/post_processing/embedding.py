"""Provenance in the words of the file formats: PNG text chunks and XMP packets.

`parameters` is the text chunk that AUTOMATIC1111 began and that the usual tools read; `limner` holds the same
facts as JSON, exactly. The XMP packet carries IPTC's digital source type, by which platforms label generated
pictures, and that JSON again (https://iptc.org/std/photometadata/specification/, https://cv.iptc.org/newscodes/digitalsourcetype/).
"""

import json
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from PIL import Image, PngImagePlugin

from generation.provenance import Provenance

DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
PROVENANCE_NAMESPACE = "urn:limner:provenance:"

_JSON_KEY = "limner"
_JPEG_XMP_LIMIT = 65_500  #: a JPEG marker segment holds 65,533 bytes with its header
_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmlns:limner="{namespace}">
   <xmp:CreatorTool>{generator}</xmp:CreatorTool>
   <Iptc4xmpExt:DigitalSourceType>{source_type}</Iptc4xmpExt:DigitalSourceType>{facts}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def source_type(provenance: Provenance) -> str:
    """IPTC's digital source type: `sketch` follows rules, every other engine a trained model."""
    kind = "algorithmicMedia" if provenance.engine == "sketch" else "trainedAlgorithmicMedia"
    return DIGITAL_SOURCE_TYPE + kind


def xmp_packet(provenance: Provenance, *, facts: bool = True) -> bytes:
    """An XMP packet, UTF-8; without `facts` it holds the source type and the generator only."""
    element = f"\n   <limner:provenance>{escape(provenance.to_json())}</limner:provenance>"
    packet = _PACKET.format(
        namespace=PROVENANCE_NAMESPACE,
        generator=escape(provenance.generator),
        source_type=source_type(provenance),
        facts=element if facts else "",
    )
    return packet.encode()


def shortened(packet: bytes, provenance: Provenance | None) -> bytes:
    """`packet`, or one without the facts where it is longer than a JPEG can hold."""
    if provenance is None or len(packet) <= _JPEG_XMP_LIMIT:
        return packet
    return xmp_packet(provenance, facts=False)


def png_chunks(provenance: Provenance) -> PngImagePlugin.PngInfo:
    """Text chunks `parameters`, `limner` and the XMP packet."""
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("parameters", infotext(provenance))
    chunks.add_text(_JSON_KEY, provenance.to_json())
    chunks.add_itxt("XML:com.adobe.xmp", xmp_packet(provenance, facts=False).decode())
    return chunks


def infotext(provenance: Provenance) -> str:
    """The facts in AUTOMATIC1111's form: prompt, negative prompt, then one line of `name: value`."""
    loras = "".join(f" <lora:{lora.name}:{lora.weight:g}>" for lora in provenance.loras)
    lines = [provenance.prompt + loras]
    if provenance.negative_prompt:
        lines.append(f"Negative prompt: {provenance.negative_prompt}")
    lines.append(", ".join(f"{name}: {_quoted(value)}" for name, value in _settings(provenance)))
    return "\n".join(lines).replace("\0", "")


def read(image: Image.Image) -> Provenance | None:
    """Provenance from the chunks or the XMP of an opened file; raises `ValueError` where it is garbled."""
    text = image.info.get(_JSON_KEY) or _from_xmp(image.info.get("xmp"))
    return Provenance.from_json(text) if isinstance(text, str) else None


def _settings(provenance: Provenance) -> list[tuple[str, str]]:
    settings = {
        "Steps": str(provenance.num_inference_steps),
        "Sampler": provenance.scheduler,
        "CFG scale": f"{provenance.guidance_scale:g}",
        "Seed": str(provenance.seed),
        "Size": f"{provenance.width}x{provenance.height}",
        "Model hash": (provenance.model_hash or "")[:10],
        "Model": provenance.model,
        "Denoising strength": "" if provenance.strength is None else f"{provenance.strength:g}",
        "Version": provenance.generator,
    }
    return [(name, value) for name, value in settings.items() if value]


def _quoted(value: str) -> str:
    needs_quotes = any(character in value for character in ',:\n"')
    return json.dumps(value, ensure_ascii=False) if needs_quotes else value


def _from_xmp(packet: object) -> str | None:
    """The JSON in an XMP packet, written as an element by us or as an attribute by a tool since."""
    if not isinstance(packet, bytes) or b"<!DOCTYPE" in packet:
        return None
    name = f"{{{PROVENANCE_NAMESPACE}}}provenance"
    root = ET.fromstring(packet.strip(b"\0 \n"))  # noqa: S314  no DOCTYPE, so no entities to expand
    for element in root.iter():
        if element.tag == name:
            return element.text
        if name in element.attrib:
            return element.attrib[name]
    return None
