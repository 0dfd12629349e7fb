# ruff: noqa: INP001 - a file for Airflow's folder of DAGs, which is no package
"""Refresh daily: `unchanged` is skipped, `try again later` is retried, all else is told at once.

Airflow retries whatever fails, and a refusal is no better an hour later. So the first task fails
only where a retry can help; every other exit code it hands on to the second, which fails with it
and is never retried.
"""

from datetime import UTC, datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(
    dag_id="rectoverso_refresh",
    description="Refresh the facts of followed institutional pages",
    schedule="17 4 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
) as dag:
    refresh = BashOperator(
        task_id="refresh",
        bash_command="""
            rectoverso refresh --root /srv/rectoverso --skip-code --log-format json
            code=$?
            case $code in 3|75|99) exit $code ;; esac
            echo $code
        """,
        env={"RECTOVERSO_CONTACT": "https://example.org/who-asks"},
        append_env=True,
        skip_on_exit_code=99,
        retries=3,
        retry_delay=timedelta(minutes=20),
        execution_timeout=timedelta(hours=2),
    )
    verdict = BashOperator(
        task_id="verdict",
        bash_command="exit {{ ti.xcom_pull(task_ids='refresh') }}",
        retries=0,
    )
    refresh >> verdict
