
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0014_held_and_untold'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ban', 'banned'), ('suspend', 'suspended'), ('warn', 'warned')], max_length=8, verbose_name='kind')),
                ('reason', models.CharField(max_length=500, verbose_name='reason, as the reader sees it')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('until', models.DateTimeField(null=True, verbose_name='until')),
                ('read_at', models.DateTimeField(null=True, verbose_name='read')),
                ('lifted_at', models.DateTimeField(null=True, verbose_name='lifted')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to=settings.AUTH_USER_MODEL, verbose_name='reader')),
            ],
            options={
                'verbose_name': 'sanction',
                'verbose_name_plural': 'sanctions',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('lifted_at', None)), fields=['reader', 'kind', '-until'], name='sanction_not_lifted')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'suspend'), ('until__gt', models.F('at'))), models.Q(('kind__in', ['ban', 'warn']), ('until', None)), _connector='OR'), name='suspended_until_then'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='sanctioned_for_a_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sanction',
            trigger=pgtrigger.compiler.Trigger(name='sanction_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reader_id" IS DISTINCT FROM (NEW."reader_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."until" IS DISTINCT FROM (NEW."until"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0d8a19f1db7459720176c8e1aec7d28fc860d31d', operation='UPDATE', pgid='pgtrigger_sanction_stands_43df2', table='comments_sanction', when='BEFORE')),
        ),
    ]
