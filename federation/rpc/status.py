"""How an error is said to a peer: a gRPC status and the error's code, nothing else.

The code is the whole public text. What an exception says about files, sizes or
addresses stays at home, and no traceback is ever sent.

Source: STYLE ("errors: one place maps codes to gRPC status").
"""

import grpc

from federation.error_catalogue import MESSAGES
from federation.errors import CreditBankError

STATUSES: dict[str, grpc.StatusCode] = {code: grpc.StatusCode[message.grpc] for code, message in MESSAGES.items()}
INTERNAL_CODE = CreditBankError.code


def status_of(error: CreditBankError) -> grpc.StatusCode:
    """The gRPC status of an error; INTERNAL for one that the catalogue lacks."""
    return STATUSES.get(error.code, grpc.StatusCode.INTERNAL)


def public_text_of(error: CreditBankError) -> str:
    """What a peer reads: the error's code."""
    return error.code if error.code in STATUSES else INTERNAL_CODE
