"""The recipes of `docs/recipes/` do what they say: each held against its scheduler and our command.

Commands are not read out of the files by patterns of ours: the shell that the scheduler would use
runs them, with a program in place of `rectoverso` that keeps its arguments.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
from click import Command
from ruamel.yaml import YAML

from pipeline.cli import cli
from tests.conftest import CHECKOUT, Done

RECIPES = CHECKOUT / "docs" / "recipes"
README = (RECIPES / "README.md").read_text(encoding="utf-8")
INSTALLED = "/opt/rectoverso/bin/rectoverso"
DATA = "/srv/rectoverso"
STUB = """#!/bin/sh
if [ "$1" = diff ]; then
  printf '%s\\n' "$@" > "$KEPT/compared"
  git diff --unified=0 "$2" "$3" -- processed/entities.csv
  exit
fi
for argument in "$@"; do printf '%s\\n' "$argument"; done > "$KEPT/arguments"
printf '%s' "$RECTOVERSO_CONTACT" > "$KEPT/contact"
if [ -n "$CHANGE" ]; then eval "$CHANGE"; fi
echo "2 pages, 12 facts" >&2
exit "$CODE"
"""
CODES = (0, 1, 2, 3, 4, 5, 75, 99)


class Stub:
    """A `rectoverso` that keeps its arguments and ends as it is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.program = self.add("rectoverso", STUB)

    def add(self, name: str, text: str) -> Path:
        file = self.bin / name
        file.write_text(text)
        file.chmod(0o755)
        return file

    def run(
        self,
        command: Sequence[str],
        code: int,
        *,
        env: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Done:
        given = {"KEPT": str(self.folder), "CODE": str(code), "HOME": str(self.folder)}
        path = f"{self.bin}:{os.environ['PATH']}"
        return subprocess.run(
            command,
            env={"PATH": path, **given, **(env or {})},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            **more,
        )

    @property
    def arguments(self) -> list[str]:
        return (self.folder / "arguments").read_text().splitlines()

    @property
    def contact(self) -> str:
        return (self.folder / "contact").read_text()


@pytest.fixture
def stub(tmp_path: Path) -> Stub:
    return Stub(tmp_path)


def our_command(verb: str) -> Command:
    assert verb in cli.commands, f"the recipes call `rectoverso {verb}`, which does not exist"
    return cli.commands[verb]


def environment_of(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


# cron

CRONTAB = (RECIPES / "crontab").read_text()
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def cron_lines() -> list[list[str]]:
    """The five fields and the command of each line that is neither comment nor setting."""
    lines = [line for line in CRONTAB.splitlines() if line and line[0] != "#"]
    return [line.split(None, 5) for line in lines if not re.match(r"[A-Z_]+=", line)]


def test_a_crontab_has_five_fields_and_a_command() -> None:
    assert len(cron_lines()) == 2
    for *fields, _ in cron_lines():
        for value, (low, high) in zip(fields, RANGES, strict=True):
            for part in value.split(","):
                found = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
                assert found, value
                assert all(low <= int(number) <= high for number in found.groups() if number)


def test_cron_would_not_cut_a_command() -> None:
    """Cron takes what follows a bare `%` for the command's input."""
    assert "%" not in "".join(command for *_, command in cron_lines())
    assert CRONTAB.endswith("\n")


def run_by_cron(stub: Stub, code: int) -> Done:
    command = cron_lines()[0][-1].replace(INSTALLED, str(stub.program))
    settings = environment_of(CRONTAB)
    return stub.run([settings["SHELL"], "-c", command], code, env=settings)


@pytest.mark.parametrize("code", CODES)
def test_cron_mails_only_what_somebody_should_look_at(stub: Stub, code: int) -> None:
    done = run_by_cron(stub, code)
    said = f"rectoverso: exit {code}\n2 pages, 12 facts\n"
    assert done.stdout + done.stderr == (said if code else "")


@pytest.mark.parametrize(("hours", "told"), [(None, True), (1, False), (25, False), (27, True)])
def test_cron_mails_when_no_run_has_ended(stub: Stub, hours: int | None, *, told: bool) -> None:
    file = stub.folder / "heartbeat.json"
    if hours is not None:
        file.touch()
        then = file.stat().st_mtime - hours * 3600
        os.utime(file, (then, then))
    command = cron_lines()[1][-1].replace(DATA, str(stub.folder))
    done = stub.run(["/bin/sh", "-c", command], 0)
    assert ("no run for 26 hours" in done.stdout) is told


def test_both_lines_of_cron_mean_one_heartbeat() -> None:
    for *_, command in cron_lines():
        assert f"{DATA}/heartbeat.json" in command


# systemd


def unit(name: str) -> RawConfigParser:
    read = RawConfigParser(strict=False, delimiters="=", comment_prefixes="#", interpolation=None)
    read.optionxform = str  # type: ignore[method-assign,assignment]
    read.read_string((RECIPES / name).read_text())
    return read


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """Both units, the program in them being one that exists."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("skipped: systemd-analyze")
    files = [tmp_path / name for name in ("rectoverso.service", "rectoverso.timer")]
    for file in files:
        file.write_text((RECIPES / file.name).read_text().replace(INSTALLED, "/bin/true"))
    return files


def test_systemd_takes_the_units(units: list[Path]) -> None:
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *map(str, units)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "rectoverso" in line] == []
    assert done.returncode == 0, done.stderr


def test_systemd_finds_little_exposed(units: list[Path]) -> None:
    """Of 100; an unhardened service has 96. What is left is that it asks the web."""
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", str(units[0])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout.splitlines()[-1]


def run_by_systemd(stub: Stub) -> None:
    service = unit("rectoverso.service")["Service"]
    command = shlex.split(service["ExecStart"].replace(INSTALLED, str(stub.program)))
    stub.run(command, 0, env=environment_of(service["Environment"]))


def test_the_service_may_write_every_file_that_its_command_names() -> None:
    service = unit("rectoverso.service")["Service"]
    assert service["ProtectSystem"] == "strict"
    paths = [word for word in shlex.split(service["ExecStart"])[1:] if word.startswith("/")]
    assert len(paths) == 3
    assert all(Path(path).is_relative_to(service["ReadWritePaths"]) for path in paths)


def test_systemd_tries_again_where_that_can_help_only() -> None:
    service = unit("rectoverso.service")["Service"]
    good = {"0", *service["SuccessExitStatus"].split()}
    human = set(service["RestartPreventExitStatus"].split())
    assert service["Restart"] == "on-failure"
    assert {str(code) for code in CODES} - good - human - {"99"} == {"3", "75"}
    assert "--skip-code" not in service["ExecStart"]
    assert "--fail-on" not in service["ExecStart"]


# GitHub Actions

WORKFLOW = RECIPES / "github-refresh.yml"
JOB = YAML(typ="safe").load(WORKFLOW)["jobs"]["refresh"]
STEPS = {step["name"]: step for step in JOB["steps"] if "name" in step}


WORKFLOWS = sorted(RECIPES.glob("github-*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
@pytest.mark.parametrize(
    "command",
    [
        ("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
        ("zizmor", "--offline", "--no-progress"),
    ],
    ids=lambda command: command[0],
)
def test_a_workflow_passes_its_linters_without_a_network(
    command: tuple[str, ...], workflow: Path
) -> None:
    program = Path(sys.executable).parent / command[0]
    nowhere = {"https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
    done = subprocess.run(
        [program, *command[1:], workflow],
        env=os.environ | nowhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_takes_first_party_actions_alone_each_pinned_to_a_commit(workflow: Path) -> None:
    used = re.findall(r"uses: (.*)", workflow.read_text())
    assert len(used) == 2
    for action in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)


def test_the_check_annotates_what_the_pull_request_touches() -> None:
    recipe = YAML(typ="safe").load(RECIPES / "github-check.yml")
    assert set(recipe["on"]["pull_request"]["paths"]) == {"processed/**", "reviews.jsonl"}
    verb, *arguments = shlex.split(recipe["jobs"]["check"]["steps"][-1]["run"])[1:]
    context = our_command(verb).make_context(verb, arguments)
    assert (context.params["form"], context.params["root"]) == ("github", Path())
    assert context.params["fail_on"] == "error"


class Repository:
    """A remote with data, checkouts of it as the workflow gets them, a `gh` that keeps a log."""

    def __init__(self, stub: Stub) -> None:
        self.stub = stub
        self.remote = stub.folder / "remote.git"
        self.turn = 0
        # There is an open pull request once one was made.
        stub.add(
            "gh",
            '#!/bin/sh\necho "$1 $2" >> "$KEPT/gh"\ncase "$1 $2" in\n'
            '"pr list") if grep -q "pr create" "$KEPT/gh"; then echo 7; fi ;;\n'
            '"pr create"|"pr edit") for word; do last=$word; done; cp "$last" "$KEPT/told.md" ;;\n'
            "esac\n",
        )
        first = stub.folder / "first"
        self.git(stub.folder, "init", "--bare", "--initial-branch=main", "remote.git")
        self.git(stub.folder, "clone", "remote.git", "first")
        for name in ("raw/visit.toml", "processed/entities.csv", "processed/status.csv"):
            (first / name).parent.mkdir(exist_ok=True)
            (first / name).write_text(f"{name}\n")
        self.git(first, "add", ".")
        self.git(first, "commit", "--message=first")
        self.git(first, "push", "origin", "HEAD:main")

    def git(self, folder: Path, *arguments: str) -> str:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        done = self.stub.run(["git", *who, *arguments], 0, cwd=folder)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refresh(self, code: int, change: str = "") -> int:
        """One run of the workflow's own steps; the exit code of the last one."""
        self.turn += 1
        here = self.stub.folder / f"checkout{self.turn}"
        self.git(self.stub.folder, "clone", "remote.git", here.name)
        env = {
            **JOB["env"],
            "BASE": "main",
            "RUNNER_TEMP": str(self.stub.folder),
            "CODE": str(code),
        }
        env |= {"GITHUB_OUTPUT": str(self.stub.folder / "output"), "CHANGE": change}
        contact = STEPS["Refresh"]["env"]["RECTOVERSO_CONTACT"]
        contact = contact.replace("${{ github.server_url }}", "https://github.com")
        env["RECTOVERSO_CONTACT"] = contact.replace("${{ github.repository }}", "owner/name")
        names = ["Continue where the last run ended", "Refresh"]
        if f'"{code}"' in STEPS["Propose what changed"]["if"]:
            names.append("Propose what changed")
        ended = 0
        for name in [*names, *(["Say how it ended"] if code else [])]:
            done = self.stub.run(["bash", "-e", "-c", STEPS[name]["run"]], code, env=env, cwd=here)
            ended = done.returncode
            assert not ended or name == "Say how it ended", done.stderr
        assert (self.stub.folder / "output").read_text().splitlines()[-1] == f"code={code}"
        return ended

    @property
    def asked(self) -> list[str]:
        log = self.stub.folder / "gh"
        return (
            [line for line in log.read_text().splitlines() if line != "auth setup-git"]
            if (log.exists())
            else []
        )

    @property
    def body(self) -> str:
        return (self.stub.folder / "told.md").read_text()

    def shown(self, file: str) -> str:
        return self.git(self.remote, "show", f"rectoverso/refresh:{file}")


@pytest.fixture
def repository(stub: Stub) -> Repository:
    return Repository(stub)


def test_a_changed_fact_is_proposed_once_and_then_updated(repository: Repository) -> None:
    assert repository.refresh(0, "echo +16135623785 >> processed/entities.csv") == 0
    assert repository.asked == ["pr list", "pr create"]
    assert "2 pages, 12 facts" in repository.body
    assert "\n++16135623785\n" in repository.body
    assert "processed/entities.csv | 1 +" in repository.body
    assert repository.refresh(0, "echo +16135623788 >> processed/entities.csv") == 0
    assert repository.asked[2:] == ["pr list", "pr edit"]
    assert repository.body.count("+1613562378") == 2


def test_what_the_proposal_compares_is_what_the_run_changed(repository: Repository) -> None:
    repository.refresh(0, "echo +16135623785 >> processed/entities.csv")
    verb, *arguments = (repository.stub.folder / "compared").read_text().splitlines()
    context = our_command(verb).make_context(verb, arguments)
    assert context.params["releases"] == ("HEAD^", "HEAD")
    assert context.params["form"] == "markdown"


def test_an_unchanged_run_proposes_nothing(repository: Repository) -> None:
    assert repository.refresh(0) == 0
    assert repository.asked == []


def test_what_a_visit_said_is_kept_for_the_next_run_and_not_proposed(
    repository: Repository,
) -> None:
    visit = "echo failed >> raw/visit.toml; echo failed >> processed/status.csv"
    assert repository.refresh(3, visit) == 3
    assert repository.refresh(3, visit) == 3
    assert repository.asked == []
    assert repository.shown("raw/visit.toml").count("failed") == 2


def test_after_a_merge_the_next_run_starts_from_the_base(repository: Repository) -> None:
    repository.refresh(0, "echo +16135623785 >> processed/entities.csv")
    main = repository.stub.folder / "main"
    repository.git(repository.stub.folder, "clone", "remote.git", "main")
    repository.git(main, "merge", "--squash", "origin/rectoverso/refresh")
    (main / "processed/entities.csv").write_text("mended by hand\n")
    repository.git(main, "commit", "--all", "--message=merged")
    repository.git(main, "push", "origin", "main")
    repository.refresh(0, "echo new >> processed/entities.csv")
    assert repository.shown("processed/entities.csv") == "mended by hand\nnew\n"


@pytest.mark.parametrize(("code", "ends"), [(1, 1), (2, 2), (4, 4), (5, 0)])
def test_the_workflow_is_red_where_somebody_must_look(
    repository: Repository, code: int, ends: int
) -> None:
    assert repository.refresh(code, "echo failed >> raw/visit.toml") == ends


# Airflow

DAG = ast.parse((RECIPES / "airflow_dag.py").read_text())


def operators() -> dict[str, dict[str, Any]]:
    """The arguments of each operator call that are literals, by its task id."""
    found = {}
    for node in ast.walk(DAG):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "BashOperator":
            given = {
                k.arg: ast.literal_eval(k.value)
                for k in node.keywords
                if k.arg and isinstance(k.value, ast.Constant | ast.Dict)
            }
            found[given["task_id"]] = given
    return found


def test_the_dag_skips_what_is_unchanged_and_retries_one_task_alone() -> None:
    refresh, verdict = operators()["refresh"], operators()["verdict"]
    assert refresh["skip_on_exit_code"] == 99
    assert refresh["append_env"] is True
    assert refresh["retries"] == 3
    assert verdict["retries"] == 0
    assert "refresh >> verdict" in ast.unparse(DAG)
    assert "max_active_runs=1" in ast.unparse(DAG)


def run_by_airflow(stub: Stub, code: int) -> Done:
    task = operators()["refresh"]
    return stub.run(["bash", "-c", task["bash_command"]], code, env=task["env"])


@pytest.mark.parametrize("code", CODES)
def test_the_first_task_fails_only_where_again_can_help(stub: Stub, code: int) -> None:
    done = run_by_airflow(stub, code)
    assert "--skip-code" in stub.arguments
    if code in {3, 75, 99}:
        assert done.returncode == code
    else:
        assert done.returncode == 0
        handed_on = done.stdout.splitlines()[-1]
        pulled = "{{ ti.xcom_pull(task_ids='refresh') }}"
        verdict = operators()["verdict"]["bash_command"]
        assert pulled in verdict
        then = stub.run(["bash", "-c", verdict.replace(pulled, handed_on)], 0)
        assert then.returncode == code


# Containers


def instructions() -> list[tuple[str, str]]:
    """Each instruction of the Dockerfile with its arguments, lines joined, comments left out."""
    text = (RECIPES / "Dockerfile").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    parted = [line.partition(" ") for line in joined.splitlines() if line]
    return [(name, rest.strip()) for name, _, rest in parted]


def test_the_image_is_made_of_known_instructions_in_two_stages() -> None:
    names = [name for name, _ in instructions()]
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "ENTRYPOINT", "CMD"}
    assert names[0] == "FROM"
    assert names.count("FROM") == 2
    assert set(names) <= known


def copied() -> list[str]:
    """The sources of each COPY from the project's folder."""
    found = []
    for name, rest in instructions():
        words = rest.split()
        if name == "COPY" and not words[0].startswith("--"):
            found += words[:-1]
    return found


def test_the_image_copies_what_there_is_and_all_that_the_build_asks_for() -> None:
    assert [path for path in copied() if not (CHECKOUT / path).exists()] == []
    declared = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    project, wheel = declared["project"], declared["tool"]["hatch"]["build"]["targets"]["wheel"]
    asked = {project["readme"], *project["license-files"], *wheel["packages"]}
    assert asked | {"pyproject.toml", "constraints.txt"} <= set(copied())


def run_by_docker(stub: Stub) -> None:
    told = dict(instructions())
    command = json.loads(told["ENTRYPOINT"]) + json.loads(told["CMD"])
    (example,) = re.findall(r"^docker run .*-e (RECTOVERSO_CONTACT=\S+)", README, re.MULTILINE)
    stub.run(command, 0, env=environment_of(example))


def test_the_image_runs_as_nobody_in_particular_where_the_data_are() -> None:
    told = dict(instructions())
    assert told["USER"] == "10001"
    assert told["VOLUME"] == told["WORKDIR"] == "/data"
    assert json.loads(told["CMD"])[1:] == ["--root", "/data"]


def test_the_image_has_a_python_that_the_project_takes() -> None:
    declared = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    least = tuple(map(int, declared["requires-python"].removeprefix(">=").split(".")))
    for name, rest in instructions():
        if name == "FROM":
            image = re.match(r"python:(\d+)\.(\d+)-slim(?: AS \w+)?$", rest)
            assert image
            assert tuple(map(int, image.groups())) >= least


# What all of them call

CALLS: dict[str, Callable[[Stub], object]] = {
    "cron": lambda stub: run_by_cron(stub, 0),
    "systemd": run_by_systemd,
    "github": lambda stub: Repository(stub).refresh(0),
    "airflow": lambda stub: run_by_airflow(stub, 0),
    "docker": run_by_docker,
}


@pytest.mark.parametrize("scheduler", CALLS)
def test_our_command_takes_what_the_scheduler_calls(
    stub: Stub, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verb, its options and the contact in the environment are parsed; nothing is run."""
    CALLS[scheduler](stub)
    verb, *arguments = stub.arguments
    assert re.match(r"https://|mailto:", stub.contact)
    monkeypatch.setenv("RECTOVERSO_CONTACT", stub.contact)
    context = our_command(verb).make_context(verb, arguments)
    assert context.params["contact"] == stub.contact
    assert str(context.params["root"]) in {DATA, "/data", "."}


# What the recipes' page says


def test_every_recipe_is_explained() -> None:
    named = set(re.findall(r"^## .*$", README, re.MULTILINE))
    for file in RECIPES.iterdir():
        assert file.name == "README.md" or any(f"`{file.name}`" in line for line in named)


@pytest.mark.parametrize("code", CODES)
def test_every_exit_code_is_explained(code: int) -> None:
    assert re.search(rf"^\| {code} \|(?: [^|]+ \|){{5}}$", README, re.MULTILINE)


def test_every_option_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(--[a-z-]+)(?: [A-Z]+)?`", README))
    theirs = {"--collector.textfile.directory", "--read-only"}
    ours = {name for parameter in our_command("refresh").params for name in parameter.opts}
    assert named - theirs <= ours


def test_every_metric_that_the_page_names_exists(tmp_path: Path) -> None:
    from pipeline.operate.metrics import Figures, write  # noqa: PLC0415

    write(tmp_path / "a.prom", Figures("refresh", 0, 1, "2026-11-27T04:00:00Z"))
    written = (tmp_path / "a.prom").read_text()
    named = re.findall(r"rectoverso_\w+", README)
    assert named
    assert [name for name in named if f"# HELP {name} " not in written] == []
