"""What is asked of the API, in GraphQL."""

from enum import Enum


class Submission(Enum):
    """The mutations that launch a rendering."""

    PORTRAIT = "generatePortrait", "GeneratePortraitInput"
    MAP = "generateMap", "GenerateMapInput"
    TOKEN = "generateToken", "GenerateTokenInput"

    @property
    def field(self) -> str:
        """Name of the mutation."""
        return self.value[0]

    @property
    def document(self) -> str:
        """The whole operation."""
        field, input_type = self.value
        return f"mutation($input: {input_type}!) {{ {field}(input: $input) {{ job {{ id }} }} }}"


RECOGNIZE = '{ __type(name: "GenerationJob") { name } }'

ENGINES = "{ engines { name model device default detail } }"

CANCEL = "mutation($job: ID!) { cancelJob(jobId: $job) { job { status } } }"

FOLLOW = """
subscription($job: ID!, $after: Int) {
  generationJob(id: $job, afterSequence: $after, previews: false) {
    sequence progress stage step totalSteps
    job { status queuePosition etaSeconds }
  }
}
"""

RESULT = """
query($job: ID!, $format: ImageFormat) {
  generationJob(id: $job) {
    status engine durationSeconds cached
    error { code message }
    images {
      id kind name format width height url
      converted: url(format: $format)
      provenance { seed }
    }
  }
}
"""

EXPORT = """
query($job: ID!, $format: MapExportFormat!) {
  generationJob(id: $job) { map { export(format: $format) { url } } }
}
"""
LAYOUT = """
query($job: ID!) {
  generationJob(id: $job) {
    map {
      name
      grid { type size columns rows distance units }
      layout {
        seed
        walls { points { x y } }
        doors { start { x y } end { x y } state secret }
        lights { position { x y } range color intensity shadows }
        rooms { number name polygon { x y } }
        terrain { type cost polygon { x y } }
      }
    }
  }
}
"""
