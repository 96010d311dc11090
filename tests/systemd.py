"""systemd's own check of units, which the tests of deploy/ ask; `python -m tests.systemd` sees to it that there is one."""

from tests.debian import Program

ANALYZE = Program("systemd-analyze", package="systemd", proof="--version")

if __name__ == "__main__":
    ANALYZE.fetch()
