"""Picture files that tell players nothing: prompt and seeds are taken out, every pixel stays as it is.

The containers are those of the PNG specification (section 5, "Datastream structure") and of WebP
(RFC 9649, section 2.7). What stays is the digital source type, by which platforms label generated pictures.
"""

import struct
from collections.abc import Iterator

from generation.post_processing import embedding
from generation.post_processing.encoding import Encoded, encode, read_provenance
from generation.post_processing.pixels import open_image, opened, upright_size
from generation.vocabulary import ImageFormat

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_TEXTS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")
_XMP_KEYWORD = b"XML:com.adobe.xmp\0"
_OUR_FACTS = b"<limner:provenance>"
_VP8X_EXIF, _VP8X_XMP = 0x08, 0x04  # flags of the extended header


def without_facts(data: bytes) -> Encoded:
    """The picture without what it says of how it was made; PNG and WebP as they are, all else as PNG.

    Raises `InvalidBrief(field="image")` where `data` is not a complete picture.
    """
    with opened(data) as image:
        format_ = ImageFormat(str(image.format).lower())
        width, height = upright_size(image)
        has_alpha = image.has_transparency_data
    match format_:
        case ImageFormat.PNG:
            bare = b"".join((_PNG_SIGNATURE, *_discreet_png(memoryview(data))))
        case ImageFormat.WEBP:
            bare = _discreet_webp(data)
        case _:
            return encode(open_image(data), ImageFormat.PNG)
    return Encoded(
        data=bare,
        format=format_,
        content_type=f"image/{format_}",
        width=width,
        height=height,
        has_alpha=has_alpha,
    )


def _discreet_png(data: memoryview) -> Iterator[memoryview]:
    """Its chunks without texts, but for an XMP packet without facts."""
    position = len(_PNG_SIGNATURE)
    while position + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        chunk = data[position : position + 12 + length]
        if bytes(chunk[4:8]) not in _PNG_TEXTS or _is_label(bytes(chunk[8:-4])):
            yield chunk
        position += 12 + length


def _is_label(text: bytes) -> bool:
    return text.startswith(_XMP_KEYWORD) and _OUR_FACTS not in text


def _discreet_webp(data: bytes) -> bytes:
    """Its chunks without EXIF, and with an XMP packet of ours that has no facts where there was one."""
    facts = read_provenance(data)
    packet = embedding.xmp_packet(facts, facts=False) if facts else b""
    chunks = [_with_flags(chunk, bool(packet)) for chunk in _webp_chunks(memoryview(data))]
    kept = [chunk for chunk in chunks if bytes(chunk[:4]) not in (b"EXIF", b"XMP ")]
    label = struct.pack("<4sI", b"XMP ", len(packet)) + packet + b"\0" * (len(packet) % 2) if packet else b""
    body = b"".join((b"WEBP", *kept, label))
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def _webp_chunks(data: memoryview) -> Iterator[memoryview]:
    position = 12
    while position + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, position + 4)
        end = position + 8 + length + length % 2
        yield data[position:end]
        position = end


def _with_flags(chunk: memoryview, labelled: bool) -> memoryview:
    """The extended header says whether there is EXIF and XMP; other chunks stay as they are."""
    if bytes(chunk[:4]) != b"VP8X":
        return chunk
    changed = bytearray(chunk)
    changed[8] &= ~(_VP8X_EXIF | _VP8X_XMP) & 0xFF
    changed[8] |= _VP8X_XMP if labelled else 0
    return memoryview(changed)
