"""The build backend of pyproject.toml (PEP 517): make, then share/pack/wheel. Nothing is needed but what `make deps` installs. CAPTOOLS_STATIC=1: the
wheel of static programs that every Linux takes, by the pinned compiler (share/static)."""
import os
import re
import shutil
import subprocess

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def run(*args):
    # The front end reads standard output; what make says goes to the other.
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "B")}
    done = subprocess.run(args, cwd=ROOT, env={**env, "B": "build", "VERSION": version()}, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"captools: {' '.join(args)} failed; `make deps` installs what is needed to build")
    return done.stdout


def version():
    with open(os.path.join(ROOT, "Makefile"), encoding="utf-8") as f:
        return re.search(r"^VERSION\s*:=\s*(\S+)", f.read(), re.M)[1]


def keep(path, folder):
    return os.path.basename(shutil.copy(os.path.join(ROOT, path), folder))


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    run("make", "-j", str(os.cpu_count()), "all")
    if os.environ.get("CAPTOOLS_STATIC"):
        return keep(run("share/pack/static", os.uname().machine).split()[-1], wheel_directory)
    return keep(run("python3", "share/pack/wheel", "build", version()).split()[-1], wheel_directory)


def build_sdist(sdist_directory, config_settings=None):
    return keep(run("make", "dist").split()[-1], sdist_directory)
