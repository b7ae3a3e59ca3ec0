"""The kernel's tables: definitions, cases, their log, and what waits in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store import append_only

revision = "0001"
down_revision = None
branch_labels = ("engine",)
depends_on = None

#: PostgreSQL: months given a partition of their own at once; later ones are made by the sweep.
FIRST_MONTH = 202601
MONTHS = 24


def upgrade() -> None:  # noqa: PLR0915  # one statement a table
    op.create_table(
        "case_",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_key", sa.BigInteger(), nullable=False),
        sa.Column("parent_key", sa.BigInteger(), nullable=True),
        sa.Column("definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("business_key", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=True),
        sa.Column("semantics", sa.Integer(), nullable=False),
        sa.Column("created_month", sa.Integer(), nullable=False),
        sa.Column("last_instant", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snapshot", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_case_")),
    )
    op.create_index(op.f("ix_case__business_key"), "case_", ["business_key"], unique=False)
    op.create_index(op.f("ix_case__definition_key"), "case_", ["definition_key"], unique=False)
    op.create_index(
        op.f("ix_case__office_state_key"), "case_", ["office", "state", "key"], unique=False
    )
    op.create_index(
        op.f("ix_case__process_id_state_key"), "case_", ["process_id", "state", "key"], unique=False
    )
    op.create_index(op.f("ix_case__root_key"), "case_", ["root_key"], unique=False)
    op.create_table(
        "case_command",
        sa.Column("root_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("semantics", sa.Integer(), nullable=False),
        sa.Column("snapshot_digest", sa.LargeBinary(), nullable=False),
        sa.Column("definitions", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("root_key", "seq", "created_month", name=op.f("pk_case_command")),
        postgresql_partition_by="RANGE (created_month)",
    )
    op.create_table(
        "case_key",
        sa.Column("root_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retention_class", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("root_key", "retention_class", name=op.f("pk_case_key")),
    )
    op.create_table(
        "case_scope",
        sa.Column("root_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("root_key", "scope", name=op.f("pk_case_scope")),
    )
    op.create_table(
        "deployment",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_deployment")),
    )
    op.create_table(
        "history_event",
        sa.Column("root_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("instance", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint(
            "root_key", "seq", "ordinal", "created_month", name=op.f("pk_history_event")
        ),
        postgresql_partition_by="RANGE (created_month)",
    )
    op.create_table(
        "incident",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_key", sa.BigInteger(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("instance", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("job_key", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_incident")),
    )
    op.create_index(
        "ix_incident_open",
        "incident",
        ["office", "key"],
        unique=False,
        postgresql_where=sa.text("state = 'ACTIVE'"),
        sqlite_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_index(op.f("ix_incident_root_key"), "incident", ["root_key"], unique=False)
    op.create_table(
        "job",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_key", sa.BigInteger(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("variables", sa.LargeBinary(), nullable=True),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_root_key"), "job", ["root_key"], unique=False)
    op.create_index(
        "ix_job_type_open",
        "job",
        ["type", "key"],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    )
    op.create_table(
        "kept_answer",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_kept_answer")),
    )
    op.create_table(
        "key_counter",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_counter")),
    )
    op.create_table(
        "message",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("correlation", sa.LargeBinary(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "name", "correlation", "message_id", name=op.f("uq_message_name_correlation_message_id")
        ),
    )
    op.create_index(
        op.f("ix_message_open_fresh_key"), "message", ["open", "fresh", "key"], unique=False
    )
    op.create_table(
        "message_delivery",
        sa.Column("message_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("root_key", sa.BigInteger(), nullable=False),
        sa.Column("correlation", sa.LargeBinary(), nullable=False),
        sa.Column("started", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message_key", "process_id", name=op.f("pk_message_delivery")),
    )
    op.create_index(
        op.f("ix_message_delivery_process_id_correlation"),
        "message_delivery",
        ["process_id", "correlation"],
        unique=False,
    )
    op.create_table(
        "note",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_key", sa.BigInteger(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_root_key"), "note", ["root_key"], unique=False)
    op.create_table(
        "recorded_input",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recorded_input")),
    )
    op.create_table(
        "signal_delivery",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("signal_key", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("root_key", sa.BigInteger(), nullable=True),
        sa.Column("definition_key", sa.BigInteger(), nullable=True),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_signal_delivery")),
    )
    op.create_index(
        op.f("ix_signal_delivery_signal_key"), "signal_delivery", ["signal_key"], unique=False
    )
    op.create_table(
        "start_subscription",
        sa.Column("definition_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("definition_key", "element", name=op.f("pk_start_subscription")),
    )
    op.create_index(
        op.f("ix_start_subscription_kind_name"),
        "start_subscription",
        ["kind", "name"],
        unique=False,
    )
    op.create_table(
        "start_timer",
        sa.Column("definition_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("expression", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("definition_key", "element", name=op.f("pk_start_timer")),
    )
    op.create_index(op.f("ix_start_timer_due_at"), "start_timer", ["due_at"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_key", sa.BigInteger(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("correlation", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_subscription")),
    )
    op.create_index(
        op.f("ix_subscription_kind_name_correlation_key"),
        "subscription",
        ["kind", "name", "correlation", "key"],
        unique=False,
    )
    op.create_index(op.f("ix_subscription_root_key"), "subscription", ["root_key"], unique=False)
    op.create_table(
        "task_candidate",
        sa.Column("task_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("task_key", "kind", "name", name=op.f("pk_task_candidate")),
    )
    op.create_index(
        op.f("ix_task_candidate_kind_name_task_key"),
        "task_candidate",
        ["kind", "name", "task_key"],
        unique=False,
    )
    op.create_table(
        "timer",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_key", sa.BigInteger(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("expression", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_timer")),
    )
    op.create_index(op.f("ix_timer_due_at_key"), "timer", ["due_at", "key"], unique=False)
    op.create_index(op.f("ix_timer_root_key_due_at"), "timer", ["root_key", "due_at"], unique=False)
    op.create_table(
        "user_task",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_key", sa.BigInteger(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("users", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("form_key", sa.BigInteger(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("properties", sa.Text(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_user_task")),
    )
    op.create_index(
        "ix_user_task_assignee_open",
        "user_task",
        ["assignee", "key"],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    )
    op.create_index(
        "ix_user_task_open",
        "user_task",
        ["office", "key"],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    )
    op.create_index(
        op.f("ix_user_task_root_key_element"), "user_task", ["root_key", "element"], unique=False
    )
    op.create_table(
        "variable",
        sa.Column("root_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("root_key", "scope", "name", name=op.f("pk_variable")),
    )
    op.create_table(
        "variable_index",
        sa.Column("root_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("root_key", "scope", "name", name=op.f("pk_variable_index")),
    )
    op.create_index(
        op.f("ix_variable_index_name_hash"), "variable_index", ["name", "hash"], unique=False
    )
    op.create_table(
        "resource",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_key"], ["deployment.key"], name=op.f("fk_resource_deployment_key")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_resource")),
    )
    op.create_index(
        op.f("ix_resource_deployment_key"), "resource", ["deployment_key"], unique=False
    )
    op.create_table(
        "definition",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_tag", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("resource_key", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_key"], ["deployment.key"], name=op.f("fk_definition_deployment_key")
        ),
        sa.ForeignKeyConstraint(
            ["resource_key"], ["resource.key"], name=op.f("fk_definition_resource_key")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_definition")),
        sa.UniqueConstraint("kind", "id", "version", name=op.f("uq_definition_kind_id_version")),
    )
    op.create_index(
        op.f("ix_definition_deployment_key"), "definition", ["deployment_key"], unique=False
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE alur_key")
        append_only.make_default_partitions(connection)
        for month in append_only.months_from(FIRST_MONTH, MONTHS):
            append_only.make_month(connection, month)
    else:
        op.execute("INSERT INTO key_counter (id, last) VALUES (1, 0)")
    append_only.protect(connection)


def downgrade() -> None:  # noqa: PLR0915  # one statement a table
    append_only.unprotect(op.get_bind())
    op.drop_index(op.f("ix_definition_deployment_key"), table_name="definition")
    op.drop_table("definition")
    op.drop_index(op.f("ix_resource_deployment_key"), table_name="resource")
    op.drop_table("resource")
    op.drop_index(op.f("ix_variable_index_name_hash"), table_name="variable_index")
    op.drop_table("variable_index")
    op.drop_table("variable")
    op.drop_index(op.f("ix_user_task_root_key_element"), table_name="user_task")
    op.drop_index(
        "ix_user_task_open",
        table_name="user_task",
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    )
    op.drop_index(
        "ix_user_task_assignee_open",
        table_name="user_task",
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    )
    op.drop_table("user_task")
    op.drop_index(op.f("ix_timer_root_key_due_at"), table_name="timer")
    op.drop_index(op.f("ix_timer_due_at_key"), table_name="timer")
    op.drop_table("timer")
    op.drop_index(op.f("ix_task_candidate_kind_name_task_key"), table_name="task_candidate")
    op.drop_table("task_candidate")
    op.drop_index(op.f("ix_subscription_root_key"), table_name="subscription")
    op.drop_index(op.f("ix_subscription_kind_name_correlation_key"), table_name="subscription")
    op.drop_table("subscription")
    op.drop_index(op.f("ix_start_timer_due_at"), table_name="start_timer")
    op.drop_table("start_timer")
    op.drop_index(op.f("ix_start_subscription_kind_name"), table_name="start_subscription")
    op.drop_table("start_subscription")
    op.drop_index(op.f("ix_signal_delivery_signal_key"), table_name="signal_delivery")
    op.drop_table("signal_delivery")
    op.drop_table("recorded_input")
    op.drop_index(op.f("ix_note_root_key"), table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_message_delivery_process_id_correlation"), table_name="message_delivery")
    op.drop_table("message_delivery")
    op.drop_index(op.f("ix_message_open_fresh_key"), table_name="message")
    op.drop_table("message")
    op.drop_table("key_counter")
    op.drop_table("kept_answer")
    op.drop_index(
        "ix_job_type_open",
        table_name="job",
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    )
    op.drop_index(op.f("ix_job_root_key"), table_name="job")
    op.drop_table("job")
    op.drop_index(op.f("ix_incident_root_key"), table_name="incident")
    op.drop_index(
        "ix_incident_open",
        table_name="incident",
        postgresql_where=sa.text("state = 'ACTIVE'"),
        sqlite_where=sa.text("state = 'ACTIVE'"),
    )
    op.drop_table("incident")
    op.drop_table("history_event")
    op.drop_table("deployment")
    op.drop_table("case_scope")
    op.drop_table("case_key")
    op.drop_table("case_command")
    op.drop_index(op.f("ix_case__root_key"), table_name="case_")
    op.drop_index(op.f("ix_case__process_id_state_key"), table_name="case_")
    op.drop_index(op.f("ix_case__office_state_key"), table_name="case_")
    op.drop_index(op.f("ix_case__definition_key"), table_name="case_")
    op.drop_index(op.f("ix_case__business_key"), table_name="case_")
    op.drop_table("case_")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE alur_key")
