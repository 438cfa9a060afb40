"""The tables, for SQLite and PostgreSQL alike.

A record is two rows: its leaf (`entry`) and its private part, which alone can be
deleted. One index with random keys (`private_part_by_subject`) serves both lookup
by subject and detection of duplicates; its keys are the first 8 bytes of token and
achievement id, because the index's size decides how inserts age
(docs/adr/0006-storage-layout.md has the figures).

A row's `position` is log_id * 2^40 + leaf index: one integer key, ascending in each
log, so that appends stay at the right edge of the table's tree.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

POSITION_BITS = 40
BIG = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

log = Table(
    "log",
    metadata,
    Column("log_id", Integer, primary_key=True, autoincrement=False),
    Column("origin", String(200), nullable=False, unique=True),
    Column("branch", String(2), nullable=False),
    Column("size", BIG, nullable=False),
    Column("root", LargeBinary, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    Column("position", BIG, primary_key=True, autoincrement=False),
    Column("header", LargeBinary, nullable=False),
)

private_part = Table(
    "private_part",
    metadata,
    Column("position", BIG, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("subject_key", BIG, nullable=False),
    Column("achievement_key", BIG, nullable=True),
)
Index("private_part_by_subject", private_part.c.subject_key, private_part.c.achievement_key)

tile = Table(
    "tile",
    metadata,
    Column("log_id", Integer, primary_key=True, autoincrement=False),
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("tile_index", BIG, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("log_id", Integer, primary_key=True, autoincrement=False),
    Column("size", BIG, primary_key=True, autoincrement=False),
    Column("note", LargeBinary, nullable=False),
)

cosignature = Table(
    "cosignature",
    metadata,
    Column("log_id", Integer, primary_key=True, autoincrement=False),
    Column("size", BIG, primary_key=True, autoincrement=False),
    Column("name", String(200), primary_key=True),
    Column("line", LargeBinary, nullable=False),
    Column("signed_at", Float, nullable=False),
)

standing = Table(
    "standing",
    metadata,
    Column("position", BIG, primary_key=True, autoincrement=False),
    Column("status", String(16), nullable=False),
    Column("by_position", BIG, nullable=False),
)

withheld = Table(
    "withheld",
    metadata,
    Column("position", BIG, primary_key=True, autoincrement=False),
    Column("source", String(2), nullable=False),
)

tombstone = Table(
    "tombstone",
    metadata,
    # Ids are open in headers: another branch may erase one of the same name, which must not hide ours.
    Column("achievement_id", LargeBinary, primary_key=True),
    Column("position", BIG, primary_key=True, autoincrement=False),
)

peer_log = Table(
    "peer_log",
    metadata,
    Column("log_id", Integer, primary_key=True, autoincrement=False),
    Column("highest_size", BIG, nullable=False),
    Column("highest_note", LargeBinary, nullable=False),
    Column("as_of", Float, nullable=True),
    Column("quarantined_at", Float, nullable=True),
    Column("evidence", Text, nullable=True),
)

peer_source = Table(
    "peer_source",
    metadata,
    Column("branch", String(2), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("retry_at", Float, nullable=True),
    Column("heard_at", Float, nullable=True),
    Column("quarantined_at", Float, nullable=True),
    Column("reason", String(200), nullable=True),
)

account = Table(
    "account",
    metadata,
    Column("account_id", BIG, primary_key=True, autoincrement=False),
    Column("document_index", LargeBinary, nullable=False, unique=True),
    Column("learner", LargeBinary, nullable=False),
    Column("details", LargeBinary, nullable=False),
)

membership = Table(
    "membership",
    metadata,
    Column("user_index", LargeBinary, primary_key=True),
    Column("account_id", BIG, nullable=False),
)

import_job = Table(
    "import_job",
    metadata,
    Column("import_id", String(32), primary_key=True),
    Column("file_digest", LargeBinary, nullable=False),
    Column("template", String(100), nullable=False),
    Column("unit_id", BIG, nullable=False, server_default="1"),
    Column("sealed", LargeBinary, nullable=False),
    Column("started_at", Float, nullable=False),
    Column("finished_at", Float, nullable=True),
    Column("counts", Text, nullable=True),
)

import_batch = Table(
    "import_batch",
    metadata,
    Column("import_id", String(32), primary_key=True),
    Column("first_index", BIG, primary_key=True, autoincrement=False),
    Column("sealed_sheet", LargeBinary, nullable=False),
    Column("row_numbers", LargeBinary, nullable=False),
)

# Results as they were filed, a batch in a row: sealed under the node's key, read by assessments and audits.
filed_result = Table(
    "filed_result",
    metadata,
    Column("first_index", BIG, primary_key=True, autoincrement=False),
    Column("import_id", String(32), nullable=False),
    Column("unit_id", BIG, nullable=False),
    Column("filed_at", Float, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("audit_id", BIG, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("action", String(40), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("subject_index", LargeBinary, nullable=True),
)
Index("audit_by_time", audit.c.at)
# Where an account was filed; of the trail's other records nothing is asked by person.
ACCOUNTS_FILED = text("action = 'file-account'")
Index("audit_of_account", audit.c.subject_index, sqlite_where=ACCOUNTS_FILED, postgresql_where=ACCOUNTS_FILED)

lease = Table(
    "lease",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", Float, nullable=False),
)

node_state = Table(
    "node_state",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

unit = Table(
    "unit",
    metadata,
    Column("unit_id", BIG, primary_key=True, autoincrement=False),
    Column("code", String(32), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("level", String(40), nullable=False),
    Column("region", String(12), nullable=False),
    Column("parent_id", BIG, nullable=True),
    Column("path", String(200), nullable=False, unique=True),
    Column("may_hold_account", Boolean, nullable=False),
    Column("account_since", Float, nullable=True),
    Column("closed_at", Float, nullable=True),
)

# Names that units bore before: what was filed under them is still theirs.
unit_name = Table(
    "unit_name",
    metadata,
    Column("unit_id", BIG, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(100), nullable=False),
    Column("until", Float, nullable=False),
)

operator = Table(
    "operator",
    metadata,
    Column("name_index", LargeBinary, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("unit_id", BIG, nullable=False),
    Column("duties", String(200), nullable=False),
    Column("suspended_at", Float, nullable=True),
    Column("registered_by", LargeBinary, nullable=True),
)

# Entries about nobody, found by kind without reading all headers; written where entries are appended.
plain_entry = Table(
    "plain_entry",
    metadata,
    Column("position", BIG, primary_key=True, autoincrement=False),
    Column("kind", Integer, nullable=False),
)
Index("plain_entry_by_kind", plain_entry.c.kind, plain_entry.c.position)

# Parts of catalogues that count or may come to count; what is void isn't here. See federation.model.catalogue_editions.
catalogue_part = Table(
    "catalogue_part",
    metadata,
    Column("position", BIG, primary_key=True, autoincrement=False),
    Column("log_id", Integer, nullable=False),
    Column("area", String(6), nullable=False),
    Column("first_quarter", Integer, nullable=False),
    Column("last_quarter", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("projects", Integer, nullable=False),
    Column("said", LargeBinary, nullable=False),
    Column("state", String(10), nullable=False),
)
Index("catalogue_part_by_area", catalogue_part.c.log_id, catalogue_part.c.area, catalogue_part.c.state)

# Projects of these parts: by code for deposits, by unit, and by the words that are searched.
catalogue_project = Table(
    "catalogue_project",
    metadata,
    Column("position", BIG, primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("log_id", Integer, nullable=False),
    Column("project_code", String(32), nullable=False),
    Column("unit_code", String(32), nullable=False),
    Column("category", String(100), nullable=False),
    Column("words", Text, nullable=False),
)
Index("catalogue_project_by_code", catalogue_project.c.log_id, catalogue_project.c.project_code)
Index("catalogue_project_by_unit", catalogue_project.c.log_id, catalogue_project.c.unit_code)

# The last serial number that was given out, by kind of code and area: counts on, so that none is given twice.
code_serial = Table(
    "code_serial",
    metadata,
    Column("scheme", String(40), primary_key=True),
    Column("area", String(40), primary_key=True),
    Column("last", BIG, nullable=False),
)

# How much was filed: by unit, local day (proleptic ordinal) and what. Figures are sums of it.
filing_count = Table(
    "filing_count",
    metadata,
    Column("unit_id", BIG, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("what", String(40), primary_key=True),
    Column("count", BIG, nullable=False),
)

# The same by month, told by its first day: added to together with the day's.
filing_month = Table(
    "filing_month",
    metadata,
    Column("unit_id", BIG, primary_key=True, autoincrement=False),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("what", String(40), primary_key=True),
    Column("count", BIG, nullable=False),
)

case_file = Table(
    "case_file",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("unit_id", BIG, nullable=False),
    Column("state", String(40), nullable=False),
    Column("subject_index", LargeBinary, nullable=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    Column("entry_index", BIG, nullable=True),
)
Index("case_file_by_state", case_file.c.kind, case_file.c.state, case_file.c.unit_id)
Index("case_file_by_subject", case_file.c.subject_index)
Index("case_file_by_entry", case_file.c.entry_index)

case_step = Table(
    "case_step",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("step", String(40), nullable=False),
    Column("state", String(40), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

# Files are kept once by their digest, whatever case they belong to.
attachment = Table(
    "attachment",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

case_attachment = Table(
    "case_attachment",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("part", String(40), primary_key=True),
    Column("digest", LargeBinary, primary_key=True),
    Column("sealed_name", LargeBinary, nullable=False),
)

# Registered runs of projects, with digests of their ledgers: `digest` as it is, `recorded` those that the log has.
training_run = Table(
    "training_run",
    metadata,
    Column("project_code", String(32), primary_key=True),
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("case_id", String(32), nullable=False),
    Column("unit_id", BIG, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("parts", String(100), nullable=False),
    Column("complete", String(100), nullable=False),
    Column("recorded", Text, nullable=False),
    Column("fresh_files", Text, nullable=False),
)
Index("training_run_by_case", training_run.c.case_id, unique=True)
Index("training_run_by_unit", training_run.c.unit_id)

# Credit, booked line by line: never altered, never deleted. `transfer` is the request's leaf index in the own log,
# `day` a local day (proleptic ordinal), `caused_by` the position of an entry.
credit_posting = Table(
    "credit_posting",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("account", LargeBinary, nullable=False),
    Column("transfer", BIG, nullable=False),
    Column("item", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("scheme", String(40), nullable=False),
    Column("course", String(100), nullable=False),
    Column("credits", Integer, nullable=False),
    Column("rules_version", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("caused_by", BIG, nullable=False),
    Column("at", Float, nullable=False),
)
# Nothing is granted, made final or reversed twice.
Index(
    "credit_posting_once",
    credit_posting.c.transfer,
    credit_posting.c.item,
    credit_posting.c.part,
    credit_posting.c.kind,
    unique=True,
)
Index("credit_posting_by_account", credit_posting.c.account)

# By which local day (proleptic ordinal) units hand something in, and from how many days before they are reminded.
deadline = Table(
    "deadline",
    metadata,
    Column("what", String(40), primary_key=True),
    Column("day", Integer, nullable=False),
    Column("lead_days", Integer, nullable=False),
)

# Once per unit and day: the key says so. `lacking` holds codes, nothing personal.
reminder = Table(
    "reminder",
    metadata,
    Column("what", String(40), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("unit_id", BIG, primary_key=True, autoincrement=False),
    Column("lacking", String(200), nullable=False),
)

# Entries of transfers by what they belong to; what can't be judged yet names the leaf that it waits for.
transfer_entry = Table(
    "transfer_entry",
    metadata,
    Column("position", BIG, primary_key=True, autoincrement=False),
    Column("request_position", BIG, nullable=True),
    Column("waits_for", BIG, nullable=True),
)
Index("transfer_entry_by_request", transfer_entry.c.request_position)
Index("transfer_entry_by_awaited", transfer_entry.c.waits_for)

# Which requests a sending log's entries say that they hold an achievement for, whether that counted or not.
transfer_claim = Table(
    "transfer_claim",
    metadata,
    Column("log_id", Integer, primary_key=True, autoincrement=False),
    Column("identity", LargeBinary, primary_key=True),
    Column("held_at", BIG, primary_key=True, autoincrement=False),
    Column("request_position", BIG, nullable=True),
)

transfer = Table(
    "transfer",
    metadata,
    Column("request_position", BIG, primary_key=True, autoincrement=False),
    Column("receiving_log", Integer, nullable=False),
    Column("sending_log", Integer, nullable=False),
    # The side that owes a step: "receiving", "sending", "both" or "".
    Column("owed_by", String(10), nullable=False),
    # What this branch itself has done with it: "" nothing yet, "waiting" for another branch, "review", "settled".
    Column("attended", String(10), nullable=False, server_default=""),
    # Whether something was revoked or corrected since this branch last looked whether credit is to be taken back.
    Column("is_shaken", Boolean, nullable=False, server_default=false()),
)
Index("transfer_by_owed", transfer.c.owed_by, transfer.c.attended)
Index("transfer_by_shaken", transfer.c.receiving_log, transfer.c.is_shaken)

transfer_item = Table(
    "transfer_item",
    metadata,
    Column("request_position", BIG, primary_key=True, autoincrement=False),
    Column("item", Integer, primary_key=True, autoincrement=False),
    Column("achievement_position", BIG, nullable=False),
    Column("status", String(16), nullable=False),
)
Index("transfer_item_by_achievement", transfer_item.c.achievement_position)

# Achievements that one transfer keeps from all others: found by the key that records are found by.
transfer_hold = Table(
    "transfer_hold",
    metadata,
    Column("log_id", Integer, primary_key=True, autoincrement=False),
    Column("identity_key", BIG, primary_key=True, autoincrement=False),
    Column("request_position", BIG, primary_key=True, autoincrement=False),
    Column("identity", LargeBinary, nullable=False),
    Column("status", String(16), nullable=False),
)
Index("transfer_hold_by_request", transfer_hold.c.request_position)
