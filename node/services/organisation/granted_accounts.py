"""What a granted application brings about, and what its suspension ends.

An administrator is registered under their own name; where that is taken already, or was once, the
unit's code follows it, so that no two people ever act under one name.

Source: 江苏省教育厅办公室 2022 notice, section 2 (取得学分银行信息系统管理员账号); DESIGN section 10, invariant 9.
"""

from datetime import datetime

from federation.errors import NotHere, UnitRefused
from node.model.access import Actor, AuditRecord
from node.model.administrator import ADMINISTRATOR_DUTIES, Application
from node.model.operator import Operator, is_operator_name
from node.ports.logs import Change

MAX_ACCOUNTS_OF_A_NAME = 99


async def open_account(change: Change, unit_id: int, application: Application, *, actor: Actor, at: datetime) -> str:
    """Opens a unit's account and registers its administrator; returns the name that they act under.

    Raises:
        NotHere: there is no such unit.
        UnitRefused: reason ``operator-taken``: the name was given too often, or is no name to act under.
    """
    unit = await change.units.by_id(unit_id)
    if unit is None:
        raise NotHere(what="unit")
    name = application.administrator.name
    further = (f"{name}@{unit.code}-{number}" for number in range(2, MAX_ACCOUNTS_OF_A_NAME))
    for account in (name, f"{name}@{unit.code}", *further):
        one = Operator(name=account, unit_id=unit_id, duties=ADMINISTRATOR_DUTIES, registered_by=actor.name)
        if is_operator_name(account) and await change.operators.add(one):
            break
    else:
        raise UnitRefused(reason="operator-taken")
    await change.units.set_account_since(unit_id, at)
    await change.audit.add([_record("add-operator", f"{account} {unit.code}", actor=actor, at=at)])
    return account


async def close_account(change: Change, unit_id: int, account: str, *, actor: Actor, at: datetime) -> None:
    """Ends a unit's account: its administrator's rights, and those of whom an administrator may have registered.

    Others of the same place, such as the city bureau's people, have duties that no administrator
    hands on; they stay.
    """
    ended = [
        one.name
        for one in await change.operators.all()
        if one.unit_id == unit_id and (one.name == account or one.duties <= ADMINISTRATOR_DUTIES)
    ]
    for name in ended:
        await change.operators.suspend(name, at)
    await change.units.set_account_since(unit_id, None)
    await change.audit.add([_record("suspend-operator", name, actor=actor, at=at) for name in ended])


def _record(action: str, detail: str, *, actor: Actor, at: datetime) -> AuditRecord:
    return AuditRecord(at=at, actor=actor.name, action=action, detail=detail)
