"""Enums of generation jobs and of what can go wrong with them."""

from enum import IntEnum, StrEnum

from generation.themes.findings import FindingSeverity
from generation.vocabulary import GenerationJobKind
from persistence.status import JobEventType as GenerationJobEventType
from persistence.status import JobStatus as GenerationJobStatus
from schema.enums.serving import serve

__all__ = [
    "ErrorCode",
    "FindingSeverity",
    "GenerationJobEventType",
    "GenerationJobKind",
    "GenerationJobStatus",
    "JobPriority",
]


class JobPriority(IntEnum):
    """How early a job is taken; the values are the queue's, which takes the lowest first."""

    LOW = 2
    NORMAL = 1
    HIGH = 0


class ErrorCode(StrEnum):
    """Public codes of everything that can go wrong; the values are what errors carry."""

    VALIDATION_ERROR = "VALIDATION_ERROR"
    NOT_FOUND = "NOT_FOUND"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    RATE_LIMITED = "RATE_LIMITED"
    QUEUE_FULL = "QUEUE_FULL"
    CONTENT_POLICY = "CONTENT_POLICY"
    THEME_CONFLICT = "THEME_CONFLICT"
    INVALID_FILE_TYPE = "INVALID_FILE_TYPE"
    EMPTY_FILE = "EMPTY_FILE"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    IMAGE_TOO_LARGE = "IMAGE_TOO_LARGE"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    CONFLICT = "CONFLICT"
    STORAGE_ERROR = "STORAGE_ERROR"
    ENGINE_ERROR = "ENGINE_ERROR"
    ENGINE_UNAVAILABLE = "ENGINE_UNAVAILABLE"
    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    TIMEOUT = "TIMEOUT"
    QUERY_TOO_COMPLEX = "QUERY_TOO_COMPLEX"
    INTERNAL_ERROR = "INTERNAL_ERROR"


serve(
    GenerationJobKind,
    "What a job makes.",
    {
        GenerationJobKind.PORTRAIT: "A portrait.",
        GenerationJobKind.MAP: "A map, laid out first and painted after.",
        GenerationJobKind.TOKEN: "A playing piece.",
        GenerationJobKind.ITEM: "A picture of an item.",
        GenerationJobKind.SCENE: "A picture of a moment in the story.",
        GenerationJobKind.REGENERATE: "A new revision of an image.",
        GenerationJobKind.VARIATION: "A picture like another.",
        GenerationJobKind.INPAINT: "A part of a picture, painted anew.",
        GenerationJobKind.UPSCALE: "A larger picture.",
        GenerationJobKind.RESTYLE: "A picture in another theme.",
        GenerationJobKind.ENHANCE_FACE: "A picture with its face worked out.",
    },
)
serve(
    JobPriority,
    "How early a job is taken from the queue.",
    {
        JobPriority.LOW: "After everything else.",
        JobPriority.NORMAL: "In turn.",
        JobPriority.HIGH: "Before everything else.",
    },
)
serve(
    ErrorCode,
    "Codes in extensions.code of every GraphQL error, in GenerationError.code and in error bodies of the HTTP"
    " endpoints.",
    {
        ErrorCode.VALIDATION_ERROR: "An argument cannot be used; `field` names it.",
        ErrorCode.NOT_FOUND: "There is no such thing, or it is somebody else's.",
        ErrorCode.UNAUTHENTICATED: "The access token is missing, expired or not ours.",
        ErrorCode.FORBIDDEN: "Who asks is known, and may not.",
        ErrorCode.RATE_LIMITED: "Too many requests; `retryAfter` says how many seconds to wait.",
        ErrorCode.QUEUE_FULL: "Too many jobs wait; `retryAfter` says how many seconds to wait.",
        ErrorCode.CONTENT_POLICY: "The prompt asks for what is not painted here.",
        ErrorCode.THEME_CONFLICT: "The theme's rules do not allow it.",
        ErrorCode.INVALID_FILE_TYPE: "The file is not of a type that is taken.",
        ErrorCode.EMPTY_FILE: "The file has no bytes.",
        ErrorCode.FILE_TOO_LARGE: "The file has too many bytes.",
        ErrorCode.IMAGE_TOO_LARGE: "The picture has too many pixels.",
        ErrorCode.LIMIT_EXCEEDED: "More things than one may have.",
        ErrorCode.CONFLICT: "The thing's present state does not allow it.",
        ErrorCode.STORAGE_ERROR: "The object storage failed.",
        ErrorCode.ENGINE_ERROR: "The engine failed while it was rendering.",
        ErrorCode.ENGINE_UNAVAILABLE: "No engine can take the job now.",
        ErrorCode.OUT_OF_MEMORY: "The picture does not fit into the device's memory.",
        ErrorCode.TIMEOUT: "It took too long.",
        ErrorCode.QUERY_TOO_COMPLEX: "The operation asks for too much at once.",
        ErrorCode.INTERNAL_ERROR: "Nobody foresaw this; the correlation id finds it in the log.",
    },
)
serve(
    GenerationJobStatus,
    "Where a job stands.",
    {
        GenerationJobStatus.QUEUED: "Waits for a worker.",
        GenerationJobStatus.RUNNING: "A worker is at it.",
        GenerationJobStatus.SUCCEEDED: "Every picture is stored.",
        GenerationJobStatus.FAILED: "Ended with an error; may be retried.",
        GenerationJobStatus.CANCELLED: "Ended because somebody asked.",
    },
    name="GenerationJobStatus",
)
serve(
    GenerationJobEventType,
    "What a job's event tells.",
    {
        GenerationJobEventType.SNAPSHOT: "The job as it stands, for somebody who has just come.",
        GenerationJobEventType.QUEUED: "It waits for a worker.",
        GenerationJobEventType.STARTED: "A worker has taken it.",
        GenerationJobEventType.PROGRESS: "A step or a stage; not kept.",
        GenerationJobEventType.PREVIEW: "The unfinished picture; not kept.",
        GenerationJobEventType.RETRYING: "Back in the queue after a failed attempt.",
        GenerationJobEventType.SUCCEEDED: "Every picture is stored.",
        GenerationJobEventType.FAILED: "It ended with an error.",
        GenerationJobEventType.CANCELLED: "It ended because somebody asked.",
    },
    name="GenerationJobEventType",
)
serve(
    FindingSeverity,
    "Whether a finding stops a job.",
    {
        FindingSeverity.WARNING: "The job is accepted all the same.",
        FindingSeverity.ERROR: "No job is accepted.",
    },
)
