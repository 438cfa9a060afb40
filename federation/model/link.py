"""The body of a link: the other document of the person whose document opens it.

Source: DESIGN section 3 (SubjectLinked); proto/federation/v1/entry.proto.
"""

from google.protobuf.message import DecodeError

from federation.errors import Malformed
from federation.model.document import Document, DocumentType, parse_document
from federation.v1 import entry_pb2


def encode_link(other: Document) -> bytes:
    """The bytes that are sealed under the one document and name the other."""
    message = entry_pb2.SubjectLinkedBody(document_type=int(other.type), document_number=other.number)
    return message.SerializeToString(deterministic=True)


def parse_link(data: bytes) -> Document:
    """The other document, canonical.

    Raises:
        Malformed: not a link, or of a document type that there isn't.
        DocumentMalformed: a number that can't be one.
    """
    try:
        message = entry_pb2.SubjectLinkedBody.FromString(data)
        document_type = DocumentType(message.document_type)
    except (DecodeError, ValueError) as error:
        raise Malformed(what="link", why="encoding") from error
    return parse_document(document_type, message.document_number)
