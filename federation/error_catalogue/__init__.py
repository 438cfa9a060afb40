"""What every error means outside: exit code, gRPC and HTTP status, a line in Chinese and in English.

Source: STYLE ("errors: one place maps codes to gRPC status, HTTP status, exit code and a Chinese
and English message").
"""

from federation.error_catalogue.description import Language, describe
from federation.error_catalogue.message import ExitCode, Message
from federation.error_catalogue.messages import MESSAGES

__all__ = ["MESSAGES", "ExitCode", "Language", "Message", "describe"]
