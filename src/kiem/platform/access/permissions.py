"""Every permission there is. Routes, commands, queries and actions name one of these."""

from enum import StrEnum


class Permission(StrEnum):
    """A thing that can be allowed; the value is what is stored and shown."""

    PUBLIC = "public"  # no sign-in needed: sign-in page, assets, health
    SIGNED_IN = "signed_in"  # anybody with an account: own settings, language
    VIEW_STRUCTURE = "register.view_structure"  # units, organisations, posts, change events
    VIEW_OFFICES = "register.view_offices"  # who holds which post, and since when
    VIEW_MEMBERS = "register.view_members"  # membership lists: the member organisation's own
    VIEW_PERSON = "register.view_person"  # a person's page; each view is audited
    VIEW_LOAD = "ledger.view_load"  # hours, load and findings
    VIEW_RULES = "regimes.view_rules"  # entitlement rules with sources
    LOG_TIME = "ledger.log_time"  # own hours
    CONFIRM_TIME = "ledger.confirm_time"  # others' hours: confirm, ask back, answer objections
    CHANGE_REGISTER = "register.change"  # decisions that change the register
    CHANGE_LEDGER = "ledger.change"  # activities, leave, closing a month
    VIEW_ASSEMBLY = "assembly.view"  # sessions, conclusions and their tasks
    CONDUCT_ASSEMBLY = "assembly.conduct"  # hold sessions, conclude, set tasks, accept evidence
    WORK_TASKS = "assembly.work"  # speak, propose and report for a body
    VIEW_RETURNS = "returns.view"  # which returns came, and the reports made of them
    SUBMIT_RETURN = "returns.submit"  # the month of one's own chapter
    IMPORT_FILES = "imports.submit"  # hand files in; what a file may change other rights say
    VIEW_AUDIT = "audit.view"  # the audit trail
    KNOWN_AT = "kernel.known_at"  # ask what was known at an earlier moment
    MANAGE_ACCESS = "access.manage"  # accounts, and who may do what where
    OPERATE = "platform.operate"  # the machine's own commands: serve, backup, verify
