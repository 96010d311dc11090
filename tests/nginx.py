"""The real nginx that the tests of deploy/ start; `python -m tests.nginx` sees to it that there is one."""

from tests.debian import Program

NGINX = Program("nginx", package="nginx", proof="-v")

if __name__ == "__main__":
    NGINX.fetch()
