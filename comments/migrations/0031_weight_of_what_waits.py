"""What the reports of a comment weigh, kept beside it as their number is; and which sanctions were undone."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

_WEIGH = [
    "UPDATE comments_report SET counted = round(100 * weight) WHERE outcome = 'open' AND weight <> 1",
    """
    UPDATE comments_comment c SET reports_weigh = r.counted
      FROM (SELECT comment_id, sum(counted) AS counted FROM comments_report WHERE outcome = 'open' GROUP BY comment_id) r
     WHERE c.id = r.comment_id
    """,
]


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0030_cast_vote'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='report',
            name='open_made',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='report',
            name='open_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='report',
            name='open_gone',
        ),
        migrations.AddField(
            model_name='comment',
            name='reports_weigh',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False, help_text='In hundredths, as it was when the last of them came: see weighing.py.', verbose_name='weight of the reports that wait'),
        ),
        migrations.AddField(
            model_name='report',
            name='counted',
            field=models.PositiveSmallIntegerField(db_default=100, default=100, editable=False, help_text="Hundredths that it adds to what the comment's reports weigh: of those that act together one counts.", verbose_name='counted'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='is_undone',
            field=models.BooleanField(db_default=False, default=False, help_text='Taken back by who decided it, within the ten seconds before its reader would be told.', verbose_name='undone'),
        ),
        # While no trigger watches, and the lock of their change keeps reports out. Who acts together is told when the next report
        # of a comment comes.
        migrations.RunSQL(_WEIGH, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='open_made', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE comments_comment c\n       SET open_reports = c.open_reports + t.step, reports_weigh = c.reports_weigh + t.counted\n      FROM (SELECT comment_id, sum(step) AS step, sum(counted) AS counted FROM (SELECT comment_id, 1 AS step, counted FROM new_rows WHERE outcome = 'open') x\n             GROUP BY comment_id HAVING sum(step) <> 0 OR sum(counted) <> 0) t\n     WHERE c.id = t.comment_id;\n    RETURN NULL;\n    ", hash='a1bfa00887dc6ada671a4c2310edd184c19f1804', level='STATEMENT', operation='INSERT', pgid='pgtrigger_open_made_fa9ae', referencing='REFERENCING NEW TABLE AS new_rows ', table='comments_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='open_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE comments_comment c\n       SET open_reports = c.open_reports + t.step, reports_weigh = c.reports_weigh + t.counted\n      FROM (SELECT comment_id, sum(step) AS step, sum(counted) AS counted FROM (SELECT comment_id, 1 AS step, counted FROM new_rows WHERE outcome = 'open' UNION ALL SELECT comment_id, -1 AS step, -counted AS counted FROM old_rows WHERE outcome = 'open') x\n             GROUP BY comment_id HAVING sum(step) <> 0 OR sum(counted) <> 0) t\n     WHERE c.id = t.comment_id;\n    RETURN NULL;\n    ", hash='4247dba22e20e4f5ff3ba87d7f91831685ab0d2e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_open_changed_26b4b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='comments_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='open_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE comments_comment c\n       SET open_reports = c.open_reports + t.step, reports_weigh = c.reports_weigh + t.counted\n      FROM (SELECT comment_id, sum(step) AS step, sum(counted) AS counted FROM (SELECT comment_id, -1 AS step, -counted AS counted FROM old_rows WHERE outcome = 'open') x\n             GROUP BY comment_id HAVING sum(step) <> 0 OR sum(counted) <> 0) t\n     WHERE c.id = t.comment_id;\n    RETURN NULL;\n    ", hash='65a62c10a661d3f338825080b993799abbf73f9e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_open_gone_7f28f', referencing='REFERENCING OLD TABLE AS old_rows ', table='comments_report', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(('is_undone', False), ('lifted_at__isnull', False), _connector='OR'), name='undone_holds_no_more'),
        ),
    ]
