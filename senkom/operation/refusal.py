"""Why a backup or a restore can't be."""


class Refusal(Exception):
    """One sentence for the administrator, with what to do."""
