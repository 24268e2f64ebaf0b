"""The virtual environment of the peers, the build of mfl, and the facts behind a table."""

import ctypes
import glob
import json
import os
import shutil
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
RELEASE = os.path.join(HERE, ".build", "release")
PACKAGES = ["numpy", "jax"]


def enter(with_torch):
    """Goes on in the virtual environment, which is made and filled where it is missing."""
    if not os.path.exists(PYTHON):
        print("making", VENV)
        venv.create(VENV, with_pip=True)
    wanted = PACKAGES + (["torch"] if with_torch else [])
    missing = [name for name in wanted if not installed(name)]
    if missing:
        print("installing", *missing)
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", *missing], check=True)
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        os.execv(PYTHON, [PYTHON, *sys.argv])


def installed(package):
    """Whether the virtual environment has a package."""
    return bool(glob.glob(os.path.join(VENV, "lib", "python*", "site-packages", package)))


def build():
    """Builds mfl's side and the program mfl, both in release."""
    # A file that is new in the package above is seen only when this one is planned anew.
    os.utime(os.path.join(HERE, "Package.swift"))
    for product in ("Benchmark", "mfl"):
        done = subprocess.run(
            ["swift", "build", "-c", "release", "--product", product], cwd=HERE, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            sys.exit(f"{done.stdout}\n{product} does not build")


def processors(count):
    """The processors to run on: the last ones allowed, for the first one serves the system."""
    return sorted(os.sched_getaffinity(0))[-count:]


def limited(threads, clock):
    """The environment variables that keep the libraries to so many threads, and name the clock.

    Every process is pinned to as many processors besides, which bounds whoever asks the system.
    """
    variables = dict(os.environ, PYTHONPATH=HERE, JAX_PLATFORMS="cpu")
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        variables[name] = str(threads)
    if threads == 1:
        variables["XLA_FLAGS"] = (
            "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
    if clock == "cpu":
        variables["BENCHMARK_CLOCK"] = clock
    return variables


def facts(threads, clock):
    """Names and values: versions, machine, threads, and how busy the machine was."""
    # numpy exists only in the virtual environment.
    import numpy

    def output(*command):
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
        return (done.stdout or done.stderr).strip()

    libraries = os.path.join(os.path.dirname(numpy.__path__[0]), "numpy.libs", "*openblas*")
    found = {
        "processor": processor(), "threads": str(threads), "clock": clock,
        "load before": "{:.2f} {:.2f} {:.2f}".format(*os.getloadavg()),
        "python": sys.version.split()[0],
        "numpy": f"{numpy.__version__}, {blas(*glob.glob(libraries))}"}
    for package in json.loads(output(PYTHON, "-m", "pip", "list", "--format", "json")):
        if package["name"] in ("jax", "jaxlib", "torch"):
            found[package["name"]] = package["version"]
    if lua():
        found["lua"] = output(lua(), "-v").split()[1]
    found["swift"] = output("swift", "--version").splitlines()[0]
    changed = " and changes" if output("git", "status", "--porcelain", "../../Sources") else ""
    commit = output("git", "rev-parse", "--short", "HEAD")
    # mfl gives the library better kernels where it takes the oldest by itself.
    own = blas("libopenblas.so.0").replace("with kernels", "which by itself takes kernels")
    found["mfl"] = f"{commit}{changed}, {own}"
    return found


def blas(*paths):
    """What OpenBLAS says of itself: its version, and the kernels it chose for this processor.

    One that does not know the processor falls back to kernels several times slower.
    """
    for path in paths:
        try:
            library = ctypes.CDLL(path)
        except OSError:
            continue
        for prefix, suffix in (("", ""), ("scipy_", "64_"), ("scipy_", "")):
            names = [f"{prefix}openblas_get_{what}{suffix}" for what in ("config", "corename")]
            if all(hasattr(library, name) for name in names):
                for name in names:
                    getattr(library, name).restype = ctypes.c_char_p
                config, core = (getattr(library, name)().decode() for name in names)
                return f"{' '.join(config.split()[:2])} with kernels for {core}"
    return "unknown BLAS"


def processor():
    """The model of the processor and how many there are."""
    with open("/proc/cpuinfo") as file:
        lines = file.readlines()
    models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    wide = [flag for flag in ("avx2", "fma", "avx512f") if flag in flags]
    return f"{models[0] if models else 'unknown'} x {len(models)} ({', '.join(wide)})"


def lua():
    """The Lua interpreter, where there is one."""
    return shutil.which("lua5.4") or shutil.which("lua")
