"""The services for the branch's own clients, put together over a node: one line each.

To serve another one: proto/node/v1, a module of `node.rpc`, its rules in `node.rpc.client_rules`, a line
here, its endpoints in docs/endpoints.md.
"""

from node.bootstrap import Node
from node.model.client import clients_by_name
from node.rpc.applications_service import ApplicationsService
from node.rpc.branch_service import BranchService
from node.rpc.catalogue_service import CatalogueService
from node.rpc.client_actors import ClientActors
from node.rpc.client_server import DEFAULT_LIMITS
from node.rpc.client_service import ClientService
from node.rpc.conversion_service import ConversionService
from node.rpc.credentials_service import CredentialsService
from node.rpc.deposits_service import DepositsService
from node.rpc.filing_service import FilingService
from node.rpc.known_clients import KnownClients
from node.rpc.ledgers_service import LedgersService
from node.rpc.projects_service import ProjectsService
from node.rpc.reports_service import ReportsService
from node.rpc.rulemaking_service import RuleMakingService
from node.rpc.taking_in import TakingIn
from node.rpc.transfers_service import TransfersService


def client_services(node: Node) -> list[ClientService]:
    """Every service of `node.v1`."""
    actors = ClientActors(operators=node.operators, units=node.units, branch=node.config.branch)
    uploads, taking_in = node.folder.uploads, TakingIn(DEFAULT_LIMITS.imports_in_all)
    return [
        BranchService(node.lookup, actors),
        DepositsService(node.deposits, actors),
        ApplicationsService(node.applications, node.application_forms, actors, uploads),
        ProjectsService(node.declaring, actors, uploads=uploads, taking_in=taking_in),
        ReportsService(node.reports, actors),
        CredentialsService(node.credentials, node.credential_verification, actors),
        ConversionService(node.rules, node.guidance, node.credit, node.credit_checking, actors),
        RuleMakingService(node.rulemaking, node.rules, actors),
        TransfersService(node, actors),
        CatalogueService(node.cataloguing, actors, node.config.branch),
        LedgersService(node.ledgers, actors, uploads=uploads, taking_in=taking_in),
        FilingService(
            node.importing,
            node.results,
            actors,
            uploads=uploads,
            max_file_bytes=node.config.imports.max_file_bytes,
            taking_in=taking_in,
        ),
    ]


def known_clients(node: Node, client_ca: str) -> KnownClients:
    """The clients that the node's configuration lists, known by the authority of that PEM."""
    listed = node.config.clients
    return KnownClients(
        clients_by_name(listed.portals, listed.counters, listed.systems),
        branch=node.config.branch,
        client_ca=client_ca,
        rosters=node.rosters,
        clock=node.clock,
    )
