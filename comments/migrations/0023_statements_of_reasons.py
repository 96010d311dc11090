
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0022_queue'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=1000, verbose_name="in the reader's words")),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('outcome', models.CharField(choices=[('open', 'not decided yet'), ('upheld', 'the decision stands'), ('overturned', 'the decision is taken back')], default='open', max_length=10, verbose_name='outcome')),
                ('told', models.CharField(choices=[('open', 'not decided yet'), ('upheld', 'the decision stands'), ('overturned', 'the decision is taken back')], default='open', max_length=10, verbose_name='outcome as its reader knows it')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='why, as the reader sees it')),
                ('answer_ja', models.CharField(blank=True, max_length=500, verbose_name='in Japanese')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ModerationMonth',
            fields=[
                ('month', models.DateField(primary_key=True, serialize=False)),
                ('rows', models.JSONField()),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-month'],
            },
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=120, unique=True, verbose_name='reason')),
                ('words_ja', models.CharField(blank=True, help_text='For readers of Japanese; where it is empty they get the other.', max_length=120, verbose_name='in Japanese')),
                ('position', models.PositiveSmallIntegerField(default=100, help_text='The smaller the number, the farther up it stands.', verbose_name='place')),
            ],
            options={
                'verbose_name': 'reason',
                'verbose_name_plural': 'reasons for decisions',
                'ordering': ['position', 'words'],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('hide', 'hidden'), ('restore', 'restored'), ('approve', 'approved'), ('hold', 'held'), ('refuse', 'refused'), ('reject', 'reports rejected'), ('undo', 'undone'), ('pick', 'picked'), ('unpick', 'no longer picked'), ('count', 'votes counted'), ('aside', 'votes set aside'), ('warn', 'warned'), ('suspend', 'suspended'), ('ban', 'banned'), ('lift', 'sanction lifted'), ('appeal', 'appealed'), ('uphold', 'appeal rejected'), ('overturn', 'appeal granted'), ('premoderate', 'read first from now on'), ('unpremoderate', 'no longer read first'), ('switch', 'discussion switched'), ('rule', 'rule changed'), ('policy', 'policy changed')], max_length=16, verbose_name='act')),
                ('batch', models.UUIDField(null=True, verbose_name='one act')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='comments')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('words_ja', models.CharField(blank=True, max_length=500, verbose_name='in Japanese')),
                ('text', models.TextField(blank=True, verbose_name='what was refused')),
                ('told_at', models.DateTimeField(verbose_name='told')),
            ],
            options={
                'verbose_name': 'statement of reasons',
                'verbose_name_plural': 'statements of reasons',
                'ordering': ['-id'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sanction',
            name='sanction_stands',
        ),
        migrations.AddField(
            model_name='sanction',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sanctions', to='comments.comment', verbose_name='because of the comment'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='reason_ja',
            field=models.CharField(blank=True, db_default='', max_length=500, verbose_name='reason, as the reader sees it who reads Japanese'),
        ),
        migrations.AlterField(
            model_name='moderationentry',
            name='act',
            field=models.CharField(choices=[('hide', 'hidden'), ('restore', 'restored'), ('approve', 'approved'), ('hold', 'held'), ('refuse', 'refused'), ('reject', 'reports rejected'), ('undo', 'undone'), ('pick', 'picked'), ('unpick', 'no longer picked'), ('count', 'votes counted'), ('aside', 'votes set aside'), ('warn', 'warned'), ('suspend', 'suspended'), ('ban', 'banned'), ('lift', 'sanction lifted'), ('appeal', 'appealed'), ('uphold', 'appeal rejected'), ('overturn', 'appeal granted'), ('premoderate', 'read first from now on'), ('unpremoderate', 'no longer read first'), ('switch', 'discussion switched'), ('rule', 'rule changed'), ('policy', 'policy changed')], max_length=16, verbose_name='act'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='kind',
            field=models.CharField(choices=[('reply', 'reply'), ('mention', 'mention'), ('followed', 'followed discussion'), ('report', 'outcome of a report'), ('decision', 'decision on the reader or on what they wrote')], max_length=8, verbose_name='kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sanction',
            trigger=pgtrigger.compiler.Trigger(name='sanction_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reader_id" IS DISTINCT FROM (NEW."reader_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."reason_ja" IS DISTINCT FROM (NEW."reason_ja") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."until" IS DISTINCT FROM (NEW."until"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d9d2e364f2c70642f0c6062cf355498e91dea4bc', operation='UPDATE', pgid='pgtrigger_sanction_stands_43df2', table='comments_sanction', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='statement',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='comments.moderationentry'),
        ),
        migrations.AddField(
            model_name='statement',
            name='reader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to=settings.AUTH_USER_MODEL, verbose_name='reader'),
        ),
        migrations.AddField(
            model_name='statement',
            name='sanction',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='statement', to='comments.sanction'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='statement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='appeal', to='comments.statement', verbose_name='decision'),
        ),
        migrations.AddField(
            model_name='notification',
            name='statement',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.statement'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(fields=['reader', '-id'], name='statement_newest'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('batch', 'reader', 'act'), name='stated_once_an_act'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('outcome', 'open')), fields=['id'], name='appeal_open'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['decided_at'], name='appeal_decided'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='appealed_with_words'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='appeal_decided_at_a_time'),
        ),
    ]
