"""The log can't be emptied as a whole either. It is locked for the moment that a trigger takes to be made."""

from typing import ClassVar

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("comments", "0003_queues_of_a_section")]
    operations: ClassVar = [
        pgtrigger.migrations.AddTrigger(
            model_name="moderationentry",
            trigger=pgtrigger.compiler.Trigger(
                name="log_is_not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The moderation log is never emptied.';",
                    hash="1c057cfe5e6c13125343c1b57d9db720f9b45d58",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_log_is_not_emptied_cc810",
                    table="comments_moderationentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
