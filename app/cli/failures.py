"""How a command ends that does not succeed."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What `limner` answers to the shell."""

    FAILED = 1
    USAGE = 2  #: asked in a way that cannot work
    INTERRUPTED = 130  #: by Ctrl+C or a signal


class CommandFailed(Exception):
    """The command failed; the message is one line for people."""

    exit_code = ExitCode.FAILED


class BadUsage(CommandFailed):
    """What was asked cannot work."""

    exit_code = ExitCode.USAGE


class Interrupted(CommandFailed):
    """Interrupted."""

    exit_code = ExitCode.INTERRUPTED
