"""Discussions, and the desk of those who moderate them, in one step: what the migrations that it replaces came to.

A database that stands between two of those is refused; one that has them all has this one.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.math
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('comments', '0001_initial'),
        ('comments', '0002_a_comment_section_to_stay_in'),
        ('comments', '0003_the_log_stands'),
        ('comments', '0004_votes_that_wait'),
        ('comments', '0005_votes_checked'),
        ('comments', '0006_mails_and_bundles'),
        ('comments', '0007_comments_by_time'),
        ('comments', '0008_picks'),
        ('comments', '0009_drafts_of_every_composer'),
        ('comments', '0010_outcomes_of_reports'),
        ('comments', '0011_line_of_more_votes'),
        ('comments', '0012_pace_by_its_end'),
        ('comments', '0013_taken_postboxes'),
        ('comments', '0014_held_and_untold'),
        ('comments', '0015_sanctions'),
        ('comments', '0016_the_log_of_every_act'),
        ('comments', '0017_decisions_that_can_be_undone'),
        ('comments', '0018_queues'),
        ('comments', '0019_held_of_author'),
        ('comments', '0020_rules_as_one_list'),
        ('comments', '0021_figures_of_rules'),
        ('comments', '0022_queue'),
        ('comments', '0023_statements_of_reasons'),
        ('comments', '0024_decisions_are_told_once'),
        ('comments', '0025_days'),
        ('comments', '0026_weights_of_reports'),
        ('comments', '0027_waves'),
        ('comments', '0028_drafts_of_suggestions'),
        ('comments', '0029_search'),
        ('comments', '0031_weight_of_what_waits'),
        ('comments', '0032_queues_by_weight'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0011_signs_are_no_difference'),
        ('articles', '0001_squashed_0021_review_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='articles.article', verbose_name='article')),
                ('state', models.CharField(choices=[('open', 'open'), ('closed', 'closed'), ('held', 'held: new comments wait for a moderator')], default='open', max_length=8, verbose_name='state')),
                ('holds_newcomers', models.BooleanField(db_default=False, default=False, verbose_name='hold the comments of newcomers')),
                ('holds_links', models.BooleanField(db_default=False, default=False, verbose_name='hold comments with links')),
                ('members_only', models.BooleanField(db_default=False, default=False, verbose_name='members only')),
                ('slow_seconds', models.PositiveIntegerField(db_default=0, default=0, help_text='0: off.', validators=[django.core.validators.MaxValueValidator(86400)], verbose_name='slow mode: seconds between comments of a reader')),
                ('close_after_days', models.PositiveSmallIntegerField(blank=True, help_text='Empty: as its section says. 0: never.', null=True, validators=[django.core.validators.MaxValueValidator(3650)], verbose_name='days until it closes by itself')),
                ('opened_at', models.DateTimeField(editable=False, help_text='When a moderator opened it again; its days count from then.', null=True)),
                ('comment_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='comments')),
                ('version', models.BigIntegerField(default=0, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'discussion',
                'verbose_name_plural': 'discussions',
                'indexes': [models.Index(fields=['-comment_count', '-article'], name='discussion_most')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('depth', models.PositiveIntegerField(default=0)),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(editable=False)),
                ('renderer', models.PositiveSmallIntegerField(editable=False, help_text='The version of the renderer that made the HTML.')),
                ('key', models.CharField(editable=False, help_text='Names the one act of posting, so that a resend makes no second comment.', max_length=64)),
                ('state', models.CharField(choices=[('public', 'public'), ('held', 'held'), ('hidden', 'hidden'), ('deleted', 'deleted by its author')], default='public', max_length=8, verbose_name='state')),
                ('created_at', models.DateTimeField(verbose_name='posted')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='edited')),
                ('approved_at', models.DateTimeField(editable=False, help_text='When a moderator made it public, where it had been held: new to all from then on.', null=True, verbose_name='approved')),
                ('untold', models.CharField(blank=True, choices=[('comment', 'the comment'), ('change', 'its last change')], db_default='', editable=False, max_length=8)),
                ('picked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name="editor's pick since")),
                ('up', models.PositiveIntegerField(default=0, editable=False, verbose_name='votes up')),
                ('down', models.PositiveIntegerField(default=0, editable=False, verbose_name='votes down')),
                ('reply_count', models.PositiveIntegerField(default=0, editable=False, help_text='Direct replies that stand in the thread: public, or with such a reply below.', verbose_name='replies')),
                ('looked_at', models.DateTimeField(editable=False, help_text='When a moderator first decided on it, be it that it may stand.', null=True, verbose_name='looked at')),
                ('open_reports', models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name='reports that wait')),
                ('reports_weigh', models.PositiveIntegerField(db_default=0, default=0, editable=False, help_text='In hundredths, as it was when the last of them came: see weighing.py.', verbose_name='weight of the reports that wait')),
                ('score', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast('up', models.IntegerField()), '-', django.db.models.functions.comparison.Cast('down', models.IntegerField())), output_field=models.IntegerField())),
                ('rank', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast('up', models.FloatField()), '+', models.Value(0.8212492800000001)), '-', django.db.models.expressions.CombinedExpression(models.Value(1.2816), '*', django.db.models.functions.math.Sqrt(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast('up', models.FloatField()), '*', django.db.models.functions.comparison.Cast('down', models.FloatField())), '/', django.db.models.functions.comparison.Greatest(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast('up', models.FloatField()), '+', django.db.models.functions.comparison.Cast('down', models.FloatField())), models.Value(1.0))), '+', models.Value(0.41062464000000004))))), '/', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast('up', models.FloatField()), '+', django.db.models.functions.comparison.Cast('down', models.FloatField())), '+', models.Value(1.6424985600000002))), output_field=models.FloatField())),
                ('controversy', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.functions.math.Power(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast('up', models.FloatField()), '+', django.db.models.functions.comparison.Cast('down', models.FloatField())), django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Cast('up', models.FloatField()), django.db.models.functions.comparison.Cast('down', models.FloatField())), '/', django.db.models.functions.comparison.Greatest(django.db.models.functions.comparison.Cast('up', models.FloatField()), django.db.models.functions.comparison.Cast('down', models.FloatField()), models.Value(1.0)))), '*', django.db.models.functions.math.Sign(django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Cast('up', models.FloatField()), django.db.models.functions.comparison.Cast('down', models.FloatField())))), output_field=models.FloatField())),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('parent', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='comments.comment')),
                ('root', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment')),
                ('discussion', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='comments.discussion', verbose_name='discussion')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'permissions': [('moderate_comment', 'Can hide and restore comments'), ('pick_comment', 'Can pick comments')],
                'indexes': [models.Index(condition=models.Q(('parent', None)), fields=['discussion', 'id'], name='comment_roots_by_time'), models.Index(condition=models.Q(('parent', None)), fields=['discussion', '-rank', '-id'], name='comment_roots_best'), models.Index(condition=models.Q(('parent', None)), fields=['discussion', '-controversy', '-id'], name='comment_roots_disputed'), models.Index(condition=models.Q(('picked_at__isnull', False)), fields=['discussion', 'id'], name='comment_picks'), models.Index(condition=models.Q(('approved_at__isnull', False)), fields=['discussion', 'approved_at'], name='comment_approved'), models.Index(fields=['discussion', 'id'], name='comment_by_time'), models.Index(fields=['parent', 'id'], name='comment_replies'), models.Index(fields=['author', '-id'], name='comment_by_author'), models.Index(condition=models.Q(('state', 'held')), fields=['id'], include=('discussion',), name='comment_held'), models.Index(condition=models.Q(('state', 'held')), fields=['-reports_weigh', 'id'], include=('discussion',), name='comment_held_heaviest'), models.Index(condition=models.Q(('looked_at', None), ('state', 'public')), fields=['id'], include=('discussion',), name='comment_new'), models.Index(condition=models.Q(('open_reports__gt', 0)), fields=['id'], include=('discussion', 'state'), name='comment_reported'), models.Index(condition=models.Q(('open_reports__gt', 0)), fields=['-reports_weigh', 'id'], include=('discussion', 'state'), name='comment_reported_heaviest'), models.Index(condition=models.Q(('state', 'held')), fields=['discussion', 'author'], name='comment_held_of'), django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['created_at'], name='comment_days')],
                'constraints': [models.UniqueConstraint(fields=('discussion', 'key'), name='comment_posted_once'), models.CheckConstraint(condition=models.Q(models.Q(('depth', 0), ('parent', None), ('root', None)), models.Q(('depth__gt', 0), ('parent__isnull', False), ('root__isnull', False)), _connector='OR'), name='reply_has_root_and_depth')],
            },
        ),
        migrations.CreateModel(
            name='DiscussionPolicy',
            fields=[
                ('section', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='articles.section', verbose_name='section')),
                ('days', models.PositiveSmallIntegerField(help_text='From when its article could first be read here, or it was opened again. 0: never.', validators=[django.core.validators.MaxValueValidator(3650)], verbose_name='days until a discussion closes by itself')),
            ],
            options={
                'verbose_name': "section's discussions",
                'verbose_name_plural': "sections' discussions",
            },
        ),
        migrations.CreateModel(
            name='DomainRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(max_length=253, unique=True, verbose_name='domain')),
                ('answer', models.CharField(choices=[('pass', 'let it pass'), ('hold', 'hold it for a moderator'), ('refuse', 'refuse it')], default='hold', max_length=8, verbose_name='what happens')),
            ],
            options={
                'verbose_name': 'listed domain',
                'verbose_name_plural': 'listed domains',
                'ordering': ['domain'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visitor', models.CharField(blank=True, db_default='', max_length=32)),
                ('act', models.CharField(choices=[('post', 'a comment'), ('edit', 'a change of a comment'), ('report', 'a report of a comment'), ('correct', 'a suggested correction'), ('hide', 'a reason to hide a comment')], db_default='post', max_length=8)),
                ('key', models.CharField(max_length=64)),
                ('version', models.PositiveIntegerField(db_default=1)),
                ('text', models.TextField(verbose_name='text')),
                ('base', models.CharField(blank=True, db_default='', max_length=64)),
                ('saved_at', models.DateTimeField(verbose_name='saved')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='comments.comment')),
                ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'draft',
                'verbose_name_plural': 'drafts',
                'indexes': [models.Index(fields=['reader', 'article', '-saved_at'], name='draft_newest')],
                'constraints': [models.UniqueConstraint(fields=('reader', 'key'), name='one_draft_a_composer'), models.UniqueConstraint(condition=models.Q(('reader', None)), fields=('visitor', 'key'), name='one_draft_a_visitors_composer'), models.CheckConstraint(condition=models.Q(models.Q(('reader__isnull', False), ('visitor', '')), models.Q(models.Q(('reader', None)), models.Q(('visitor', ''), _negated=True)), _connector='OR'), name='draft_has_one_owner')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField(db_default=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='comments.discussion')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'followed discussion',
                'verbose_name_plural': 'followed discussions',
                'constraints': [models.UniqueConstraint(fields=('discussion', 'reader'), name='follow_once')],
            },
        ),
        migrations.CreateModel(
            name='ModerationEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(blank=True, max_length=32, verbose_name='rule')),
                ('act', models.CharField(choices=[('hide', 'hidden'), ('restore', 'restored'), ('approve', 'approved'), ('hold', 'held'), ('refuse', 'refused'), ('reject', 'reports rejected'), ('undo', 'undone'), ('pick', 'picked'), ('unpick', 'no longer picked'), ('count', 'votes counted'), ('aside', 'votes set aside'), ('warn', 'warned'), ('suspend', 'suspended'), ('ban', 'banned'), ('lift', 'sanction lifted'), ('appeal', 'appealed'), ('uphold', 'appeal rejected'), ('overturn', 'appeal granted'), ('premoderate', 'read first from now on'), ('unpremoderate', 'no longer read first'), ('switch', 'discussion switched'), ('rule', 'rule changed'), ('policy', 'policy changed')], max_length=16, verbose_name='act')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('before', models.JSONField(default=dict, verbose_name='before')),
                ('after', models.JSONField(default=dict, verbose_name='after')),
                ('batch', models.UUIDField(null=True, verbose_name='one act')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moderation_entries', to='comments.comment', verbose_name='comment')),
                ('discussion', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moderation_entries', to='comments.discussion', verbose_name='discussion')),
                ('reader', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reader')),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='comments.moderationentry', verbose_name='undoes')),
            ],
            options={
                'verbose_name': 'moderation entry',
                'verbose_name_plural': 'moderation log',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['reader', '-id'], name='entry_by_reader'), models.Index(fields=['actor', '-id'], name='entry_by_actor'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('reason'), name='gin_trgm_ops'), name='entry_by_words'), models.Index(condition=models.Q(('act__in', ['hold', 'refuse'])), fields=['rule', '-id'], name='entry_by_rule'), models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='entry_by_batch'), django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['created_at'], name='entry_days')],
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
            name='Mute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('muted', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='muted_by', to=settings.AUTH_USER_MODEL)),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mutes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mute',
                'verbose_name_plural': 'mutes',
                'constraints': [models.UniqueConstraint(fields=('reader', 'muted'), name='mute_once'), models.CheckConstraint(condition=models.Q(('reader', models.F('muted')), _negated=True), name='nobody_mutes_themselves')],
            },
        ),
        migrations.CreateModel(
            name='Pace',
            fields=[
                ('key', models.CharField(max_length=128, primary_key=True, serialize=False)),
                ('ends_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['ends_at'], name='pace_over')],
            },
        ),
        migrations.CreateModel(
            name='Postbox',
            fields=[
                ('reader', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('due_at', models.DateTimeField(null=True)),
                ('taken_until', models.DateTimeField(null=True)),
                ('mailed_at', models.DateTimeField(null=True)),
                ('unheeded', models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='postbox_due'), models.Index(condition=models.Q(('taken_until__isnull', False)), fields=['taken_until'], name='postbox_taken')],
            },
        ),
        migrations.CreateModel(
            name='Premoderation',
            fields=[
                ('reader', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='premoderation', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='reader')),
                ('reason', models.CharField(max_length=500, verbose_name='reason, as the reader sees it')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'reader read first',
                'verbose_name_plural': 'readers read first',
                'ordering': ['-at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='read_first_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ReaderSettings',
            fields=[
                ('reader', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reader_settings', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('sort', models.CharField(choices=[('oldest', 'Oldest first'), ('newest', 'Newest first'), ('best', 'Best first'), ('controversial', 'Controversial first')], default='oldest', max_length=16, verbose_name='order of comments')),
                ('mails', models.CharField(choices=[('at_once', 'At once, bundled'), ('daily', 'Once a day'), ('never', 'Never')], default='at_once', max_length=8, verbose_name='mails about notifications')),
                ('mails_replies', models.BooleanField(db_default=True, default=True, verbose_name='mails about replies')),
                ('mails_mentions', models.BooleanField(db_default=True, default=True, verbose_name='mails about mentions')),
                ('mails_followed', models.BooleanField(db_default=True, default=True, verbose_name='mails about followed discussions')),
                ('follows_own', models.BooleanField(default=False, verbose_name='follow the discussions in which I write')),
                ('has_keys', models.BooleanField(default=True, verbose_name='keys j, k, u, d and r in discussions')),
                ('is_public', models.BooleanField(default=True, verbose_name='my page with my comments is public')),
            ],
            options={
                'verbose_name': "reader's settings",
                'verbose_name_plural': "readers' settings",
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
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('spam', 'Spam or advertising'), ('abuse', 'Insult or threat'), ('hate', 'Hate against a group'), ('privacy', "Somebody's private data"), ('other', 'Something else')], max_length=8, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='in your words')),
                ('text', models.TextField(blank=True, default='', editable=False, verbose_name='the comment as it was reported')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('outcome', models.CharField(choices=[('open', 'not decided yet'), ('upheld', 'the comment was removed'), ('rejected', 'the comment stays'), ('gone', 'its author deleted the comment')], default='open', max_length=8, verbose_name='outcome')),
                ('told', models.CharField(choices=[('open', 'not decided yet'), ('upheld', 'the comment was removed'), ('rejected', 'the comment stays'), ('gone', 'its author deleted the comment')], db_default='open', default='open', editable=False, max_length=8, verbose_name='outcome as its reader knows it')),
                ('weight', models.FloatField(db_default=1, default=1, editable=False, help_text='By how often its reader had been right until then: see weighing.py.', verbose_name='weight')),
                ('counted', models.PositiveSmallIntegerField(db_default=100, default=100, editable=False, help_text="Hundredths that it adds to what the comment's reports weigh: of those that act together one counts.", verbose_name='counted')),
                ('network', models.CharField(blank=True, db_default='', editable=False, help_text="A keyed hash of the reader's network, kept for a day, by which brigades are found.", max_length=16)),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='comments.comment', verbose_name='comment')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('outcome', 'open')), fields=['comment'], name='report_open'), models.Index(condition=models.Q(('network', ''), _negated=True), fields=['created_at'], name='report_with_network'), django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['created_at'], name='report_days')],
                'constraints': [models.UniqueConstraint(fields=('comment', 'reporter'), name='report_once_each')],
            },
        ),
        migrations.CreateModel(
            name='RuleSetting',
            fields=[
                ('code', models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name='rule')),
                ('is_on', models.BooleanField(default=True, verbose_name='on')),
                ('answer', models.CharField(blank=True, choices=[('pass', 'let it pass'), ('hold', 'hold it for a moderator'), ('refuse', 'refuse it')], max_length=8, verbose_name='answer')),
                ('values', models.JSONField(default=dict, verbose_name='values')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
            },
        ),
        migrations.CreateModel(
            name='RulesVersion',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('version', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID())),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_rules_version')],
            },
        ),
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ban', 'banned'), ('suspend', 'suspended'), ('warn', 'warned')], max_length=8, verbose_name='kind')),
                ('reason', models.CharField(max_length=500, verbose_name='reason, as the reader sees it')),
                ('reason_ja', models.CharField(blank=True, db_default='', max_length=500, verbose_name='reason, as the reader sees it who reads Japanese')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('until', models.DateTimeField(null=True, verbose_name='until')),
                ('read_at', models.DateTimeField(null=True, verbose_name='read')),
                ('lifted_at', models.DateTimeField(null=True, verbose_name='lifted')),
                ('is_undone', models.BooleanField(db_default=False, default=False, help_text='Taken back by who decided it, within the ten seconds before its reader would be told.', verbose_name='undone')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sanctions', to='comments.comment', verbose_name='because of the comment')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to=settings.AUTH_USER_MODEL, verbose_name='reader')),
            ],
            options={
                'verbose_name': 'sanction',
                'verbose_name_plural': 'sanctions',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('lifted_at', None)), fields=['reader', 'kind', '-until'], name='sanction_not_lifted')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'suspend'), ('until__gt', models.F('at'))), models.Q(('kind__in', ['ban', 'warn']), ('until', None)), _connector='OR'), name='suspended_until_then'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='sanctioned_for_a_reason'), models.CheckConstraint(condition=models.Q(('is_undone', False), ('lifted_at__isnull', False), _connector='OR'), name='undone_holds_no_more')],
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
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='comments.moderationentry')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to=settings.AUTH_USER_MODEL, verbose_name='reader')),
                ('sanction', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='statement', to='comments.sanction')),
            ],
            options={
                'verbose_name': 'statement of reasons',
                'verbose_name_plural': 'statements of reasons',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['reader', '-id'], name='statement_newest')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'reader', 'act'), name='stated_once_an_act')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reply', 'reply'), ('mention', 'mention'), ('followed', 'followed discussion'), ('report', 'outcome of a report'), ('decision', 'decision on the reader or on what they wrote')], max_length=8, verbose_name='kind')),
                ('after', models.BigIntegerField(null=True)),
                ('words', models.CharField(blank=True, db_default='', max_length=500, verbose_name='words')),
                ('created_at', models.DateTimeField(verbose_name='when')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='mailed')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment')),
                ('discussion', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.discussion')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                ('statement', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.statement')),
            ],
            options={
                'verbose_name': 'notification',
                'verbose_name_plural': 'notifications',
                'indexes': [models.Index(fields=['recipient', '-id'], name='notification_newest'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='notification_unread'), models.Index(condition=models.Q(('mailed_at', None), ('read_at', None)), fields=['recipient', 'id'], name='notification_unmailed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'report'), _negated=True), fields=('recipient', 'comment'), name='notified_once'), models.UniqueConstraint(condition=models.Q(('kind', 'followed'), ('read_at', None)), fields=('recipient', 'discussion'), name='news_bundled_until_read'), models.UniqueConstraint(condition=models.Q(('statement__isnull', False)), fields=('statement', 'words'), name='decision_told_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'decision'), ('statement__isnull', False)), models.Q(models.Q(('kind', 'decision'), _negated=True), ('comment__isnull', False)), _connector='OR'), name='notified_of_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'followed'), _negated=True), models.Q(('after__isnull', False), ('discussion__isnull', False)), _connector='OR'), name='news_of_a_discussion')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen', models.BigIntegerField(default=0)),
                ('before', models.BigIntegerField(default=0)),
                ('came_at', models.DateTimeField()),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.discussion')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'visit',
                'verbose_name_plural': 'visits',
                'constraints': [models.UniqueConstraint(fields=('reader', 'discussion'), name='visit_one_row')],
            },
        ),
        migrations.CreateModel(
            name='VoteHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('young', 'cast by accounts younger than a day'), ('network', 'many at once from one network'), ('together', 'cast by accounts that vote together')], max_length=8, verbose_name='reason')),
                ('state', models.CharField(choices=[('waiting', 'waits'), ('counted', 'counts'), ('aside', 'set aside')], default='waiting', max_length=8, verbose_name='state')),
                ('opened_at', models.DateTimeField(verbose_name='since')),
                ('ends_at', models.DateTimeField(verbose_name='counts from')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='reason of the decision')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vote_holds', to='comments.comment', verbose_name='comment')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'votes that wait',
                'verbose_name_plural': 'votes that wait',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['ends_at'], name='hold_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'aside'), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='set_aside_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.SmallIntegerField(verbose_name='vote')),
                ('cast_at', models.DateTimeField(auto_now_add=True)),
                ('counts', models.BooleanField(db_default=True)),
                ('network', models.CharField(blank=True, db_default='', help_text="A keyed hash of the voter's network, kept for a day, by which bursts are found.", max_length=16)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='comments.comment')),
                ('voter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to=settings.AUTH_USER_MODEL)),
                ('hold', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='votes', to='comments.votehold', verbose_name='hold')),
            ],
            options={
                'verbose_name': 'vote',
                'verbose_name_plural': 'votes',
                'indexes': [models.Index(fields=['cast_at'], name='vote_newest'), models.Index(condition=models.Q(('network', ''), _negated=True), fields=['cast_at'], name='vote_with_network'), models.Index(condition=models.Q(('hold__isnull', False)), fields=['hold'], name='vote_held')],
                'constraints': [models.UniqueConstraint(fields=('voter', 'comment'), name='one_vote_each'), models.CheckConstraint(condition=models.Q(('value__in', [1, -1]), models.Q(('hold__isnull', False), ('value', 0)), _connector='OR'), name='vote_up_or_down'), models.CheckConstraint(condition=models.Q(('counts', True), ('hold__isnull', False), _connector='OR'), name='vote_waits_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='VotingPolicy',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('hides', models.CharField(choices=[('never', 'never'), ('voted', 'until the reader has voted on the comment'), ('first', 'for the first minutes')], default='never', max_length=8, verbose_name='hide the counts')),
                ('minutes', models.PositiveSmallIntegerField(default=60, help_text='How long the counts of a new comment are hidden, where they are hidden at first.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10080)], verbose_name='minutes')),
                ('line_votes', models.PositiveSmallIntegerField(default=25, validators=[django.core.validators.MinValueValidator(3)], verbose_name='votes before a comment can stand below the line')),
                ('line_share', models.FloatField(default=0.75, validators=[django.core.validators.MinValueValidator(0.5), django.core.validators.MaxValueValidator(1)], verbose_name='share of down votes from which it does')),
            ],
            options={
                'verbose_name': 'voting policy',
                'verbose_name_plural': 'voting policy',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_voting_policy')],
            },
        ),
        migrations.CreateModel(
            name='Wave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('text', 'Similar texts'), ('domain', 'One domain'), ('network', 'One network'), ('fresh', 'Fresh accounts')], max_length=8)),
                ('key', models.CharField(blank=True, max_length=255)),
                ('comments', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField())),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.moderationentry')),
            ],
            options={
                'ordering': ['-last_at', '-id'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['comments'], name='wave_comments'), models.Index(fields=['last_at'], name='wave_newest')],
            },
        ),
        migrations.CreateModel(
            name='WordRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('typed', models.CharField(help_text='* stands for any letters: “spam*”, “*spam*”, “sp*m”.', max_length=100, unique=True, verbose_name='word or phrase')),
                ('answer', models.CharField(choices=[('pass', 'let it pass'), ('hold', 'hold it for a moderator'), ('refuse', 'refuse it')], default='hold', max_length=8, verbose_name='what happens')),
            ],
            options={
                'verbose_name': 'listed word',
                'verbose_name_plural': 'listed words',
                'ordering': ['typed'],
            },
        ),
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
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('statement', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='appeal', to='comments.statement', verbose_name='decision')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('outcome', 'open')), fields=['id'], name='appeal_open'), models.Index(fields=['decided_at'], name='appeal_decided')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='appealed_with_words'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='appeal_decided_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='claim', serialize=False, to='comments.comment', verbose_name='comment')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
        ),
        migrations.CreateModel(
            name='CommentWords',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='words', serialize=False, to='comments.comment')),
                ('article_id', models.BigIntegerField()),
                ('created_at', models.DateTimeField()),
                ('search', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='comment_words'), models.Index(fields=['-created_at'], name='comment_words_latest')],
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='comments.comment')),
                ('network', models.CharField(max_length=16)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Queue',
            fields=[
            ],
            options={
                'verbose_name': 'queue',
                'verbose_name_plural': 'queues: what waits for a decision',
                'proxy': True,
                'default_permissions': ('view',),
                'indexes': [],
                'constraints': [],
            },
            bases=('comments.comment',),
        ),
        migrations.CreateModel(
            name='CommentEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='text before')),
                ('replaced_at', models.DateTimeField(verbose_name='replaced')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='comments.comment', verbose_name='comment')),
            ],
            options={
                'verbose_name': 'earlier wording',
                'verbose_name_plural': 'earlier wordings',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='VoteWindow',
            fields=[
                ('discussion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='vote_window', serialize=False, to='comments.discussion')),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('entry', models.OneToOneField(db_index=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='telling', serialize=False, to='comments.moderationentry')),
                ('due_at', models.DateTimeField()),
                ('before', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['due_at', 'entry'], name='telling_due')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='discussionpolicy',
            trigger=pgtrigger.compiler.Trigger(name='renews_rules', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE comments_rulesversion SET version = gen_random_uuid(); RETURN NULL;', hash='f4ffd9b1680386dc079bfaf95d3bdef1198c022f', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_renews_rules_6faac', table='comments_discussionpolicy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='discussionpolicy',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='1889050340b3bc474699e3d1e9cd2ccf2826fecf', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_36be7', table='comments_discussionpolicy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='domainrule',
            trigger=pgtrigger.compiler.Trigger(name='renews_rules', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE comments_rulesversion SET version = gen_random_uuid(); RETURN NULL;', hash='5562fe1b751de688d3b52562466362c4b4f3a0a1', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_renews_rules_0047d', table='comments_domainrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rulesetting',
            trigger=pgtrigger.compiler.Trigger(name='renews_rules', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE comments_rulesversion SET version = gen_random_uuid(); RETURN NULL;', hash='142f0991cb4a30d650825c263ad8d829d75a56a1', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_renews_rules_8ba3f', table='comments_rulesetting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rulesetting',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='0cad4bc219757b696ab11d353769176b9526d939', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_c6c90', table='comments_rulesetting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='votingpolicy',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='3d086d78a3b1009b4b9c12b3aa990fbd709b3bc3', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_484c8', table='comments_votingpolicy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wordrule',
            trigger=pgtrigger.compiler.Trigger(name='renews_rules', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE comments_rulesversion SET version = gen_random_uuid(); RETURN NULL;', hash='5b785c26f86451ff42411a2cfadeba965a626847', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_renews_rules_a768b', table='comments_wordrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='count_posted', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parents bigint[]; steps int[];', func="\n    UPDATE comments_discussion d\n       SET comment_count = d.comment_count + c.step, version = d.version + 1\n      FROM (SELECT discussion_id, sum(step) AS step FROM (SELECT discussion_id, (state = 'public')::int AS step FROM new_rows) x GROUP BY discussion_id) c\n     WHERE d.article_id = c.discussion_id;\n    SELECT array_agg(id), array_agg(step) INTO parents, steps\n      FROM (SELECT id, sum(step)::int AS step FROM (SELECT parent_id AS id, (state = 'public' OR reply_count > 0)::int AS step FROM new_rows) x WHERE id IS NOT NULL GROUP BY id) y WHERE step <> 0;\n    WHILE parents IS NOT NULL LOOP\n        WITH changed AS (\n            UPDATE comments_comment p\n               SET reply_count = p.reply_count + c.step\n              FROM (SELECT id, sum(step)::int AS step FROM unnest(parents, steps) AS x (id, step) GROUP BY id) c\n             WHERE p.id = c.id AND c.step <> 0\n            RETURNING p.parent_id, p.state, p.reply_count, c.step\n        )\n        SELECT array_agg(parent_id), array_agg(CASE WHEN reply_count > 0 THEN 1 ELSE -1 END) INTO parents, steps\n          FROM changed\n         WHERE state <> 'public' AND (reply_count > 0) <> (reply_count - step > 0) AND parent_id IS NOT NULL;\n    END LOOP;\n    RETURN NULL;\n    ", hash='82a0c17bd30c4d845064b46ff5e38fbce16fea48', level='STATEMENT', operation='INSERT', pgid='pgtrigger_count_posted_e118d', referencing='REFERENCING NEW TABLE AS new_rows ', table='comments_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='count_changed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parents bigint[]; steps int[];', func="\n        IF NOT EXISTS (SELECT id, state, html, author_id, edited_at, picked_at FROM new_rows EXCEPT SELECT id, state, html, author_id, edited_at, picked_at FROM old_rows) THEN\n            RETURN NULL;\n        END IF;\n        \n    UPDATE comments_discussion d\n       SET comment_count = d.comment_count + c.step, version = d.version + 1\n      FROM (SELECT discussion_id, sum(step) AS step FROM (SELECT discussion_id, (state = 'public')::int AS step FROM new_rows UNION ALL SELECT discussion_id, -(state = 'public')::int AS step FROM old_rows) x GROUP BY discussion_id) c\n     WHERE d.article_id = c.discussion_id;\n    SELECT array_agg(id), array_agg(step) INTO parents, steps\n      FROM (SELECT id, sum(step)::int AS step FROM (SELECT parent_id AS id, (state = 'public' OR reply_count > 0)::int AS step FROM new_rows UNION ALL SELECT parent_id AS id, -(state = 'public' OR reply_count > 0)::int AS step FROM old_rows) x WHERE id IS NOT NULL GROUP BY id) y WHERE step <> 0;\n    WHILE parents IS NOT NULL LOOP\n        WITH changed AS (\n            UPDATE comments_comment p\n               SET reply_count = p.reply_count + c.step\n              FROM (SELECT id, sum(step)::int AS step FROM unnest(parents, steps) AS x (id, step) GROUP BY id) c\n             WHERE p.id = c.id AND c.step <> 0\n            RETURNING p.parent_id, p.state, p.reply_count, c.step\n        )\n        SELECT array_agg(parent_id), array_agg(CASE WHEN reply_count > 0 THEN 1 ELSE -1 END) INTO parents, steps\n          FROM changed\n         WHERE state <> 'public' AND (reply_count > 0) <> (reply_count - step > 0) AND parent_id IS NOT NULL;\n    END LOOP;\n    RETURN NULL;\n    ", hash='225f45144580a9c5624145dda2e63dd90b65cc94', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_count_changed_f915a', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='comments_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='count_erased', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parents bigint[]; steps int[];', func="\n    UPDATE comments_discussion d\n       SET comment_count = d.comment_count + c.step, version = d.version + 1\n      FROM (SELECT discussion_id, sum(step) AS step FROM (SELECT discussion_id, -(state = 'public')::int AS step FROM old_rows) x GROUP BY discussion_id) c\n     WHERE d.article_id = c.discussion_id;\n    SELECT array_agg(id), array_agg(step) INTO parents, steps\n      FROM (SELECT id, sum(step)::int AS step FROM (SELECT parent_id AS id, -(state = 'public' OR reply_count > 0)::int AS step FROM old_rows) x WHERE id IS NOT NULL GROUP BY id) y WHERE step <> 0;\n    WHILE parents IS NOT NULL LOOP\n        WITH changed AS (\n            UPDATE comments_comment p\n               SET reply_count = p.reply_count + c.step\n              FROM (SELECT id, sum(step)::int AS step FROM unnest(parents, steps) AS x (id, step) GROUP BY id) c\n             WHERE p.id = c.id AND c.step <> 0\n            RETURNING p.parent_id, p.state, p.reply_count, c.step\n        )\n        SELECT array_agg(parent_id), array_agg(CASE WHEN reply_count > 0 THEN 1 ELSE -1 END) INTO parents, steps\n          FROM changed\n         WHERE state <> 'public' AND (reply_count > 0) <> (reply_count - step > 0) AND parent_id IS NOT NULL;\n    END LOOP;\n    RETURN NULL;\n    ", hash='bf9f7e00eadf4f5a6b507696829f4fdf74a8c1c4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_count_erased_41b51', referencing='REFERENCING OLD TABLE AS old_rows ', table='comments_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words_posted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    INSERT INTO comments_commentwords (comment_id, article_id, created_at, search)\n    SELECT id, discussion_id, created_at, to_tsvector('portal', search_words(search_told(html)))\n      FROM new_rows WHERE state = 'public' AND author_id IS NOT NULL\n; RETURN NULL;", hash='50a43d9bdc0e9b683fda15b5730c8c45d2fe864c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keeps_words_posted_3bbe9', referencing='REFERENCING NEW TABLE AS new_rows ', table='comments_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."html" IS DISTINCT FROM (NEW."html") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func="\n        DELETE FROM comments_commentwords WHERE comment_id = NEW.id;\n        \n    INSERT INTO comments_commentwords (comment_id, article_id, created_at, search)\n    SELECT id, discussion_id, created_at, to_tsvector('portal', search_words(search_told(html)))\n      FROM comments_comment WHERE state = 'public' AND author_id IS NOT NULL\n AND id = NEW.id;\n        RETURN NULL;\n        ", hash='9840e6287bb9bbd4861f111a5cd0faed748126c7', operation='UPDATE OF "html", "state", "author_id"', pgid='pgtrigger_keeps_words_70eb5', table='comments_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='drops_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM comments_commentwords WHERE comment_id = OLD.id; RETURN NULL;', hash='93d755890eb9ce516d3780bae714fb1ce2a39e0b', operation='DELETE', pgid='pgtrigger_drops_words_43e6a', table='comments_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='moderationentry',
            trigger=pgtrigger.compiler.Trigger(name='entry_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."comment_id" IS DISTINCT FROM (NEW."comment_id") OR OLD."discussion_id" IS DISTINCT FROM (NEW."discussion_id") OR OLD."rule" IS DISTINCT FROM (NEW."rule") OR OLD."act" IS DISTINCT FROM (NEW."act") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."before" IS DISTINCT FROM (NEW."before") OR OLD."after" IS DISTINCT FROM (NEW."after") OR OLD."undoes_id" IS DISTINCT FROM (NEW."undoes_id") OR OLD."batch" IS DISTINCT FROM (NEW."batch") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e000ceda74599d405f4efa9c38622c547d813006', operation='UPDATE', pgid='pgtrigger_entry_stands_c7e51', table='comments_moderationentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='moderationentry',
            trigger=pgtrigger.compiler.Trigger(name='entry_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='78f3e02307fccccf3b836fccb23ee4cff0868fa8', operation='DELETE', pgid='pgtrigger_entry_stays_7ef4e', table='comments_moderationentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='moderationentry',
            trigger=pgtrigger.compiler.Trigger(name='entry_names_nobody_else', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((NEW."actor_id" IS NOT NULL AND OLD."actor_id" IS DISTINCT FROM (NEW."actor_id")) OR (NEW."reader_id" IS NOT NULL AND OLD."reader_id" IS DISTINCT FROM (NEW."reader_id")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6fb4bbe52147d6a53f666002323dcfb416d222cf', operation='UPDATE', pgid='pgtrigger_entry_names_nobody_else_63ef8', table='comments_moderationentry', when='BEFORE')),
        ),
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
        pgtrigger.migrations.AddTrigger(
            model_name='sanction',
            trigger=pgtrigger.compiler.Trigger(name='sanction_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reader_id" IS DISTINCT FROM (NEW."reader_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."reason_ja" IS DISTINCT FROM (NEW."reason_ja") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."until" IS DISTINCT FROM (NEW."until"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d9d2e364f2c70642f0c6062cf355498e91dea4bc', operation='UPDATE', pgid='pgtrigger_sanction_stands_43df2', table='comments_sanction', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='votehold',
            trigger=pgtrigger.compiler.Trigger(name='votes_follow', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE comments_vote v\n       SET counts = (h.state = 'counted')\n      FROM new_rows h\n     WHERE v.hold_id = h.id AND v.counts <> (h.state = 'counted');\n    RETURN NULL;\n", hash='db70dfe2943260057f4f0188f2d04983ba1c47ce', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_votes_follow_7c390', referencing='REFERENCING NEW TABLE AS new_rows ', table='comments_votehold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='vote',
            trigger=pgtrigger.compiler.Trigger(name='counts_as_held', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."hold_id" IS NOT NULL OR NOT NEW."counts")', func="\n                NEW.counts := coalesce(\n                    (SELECT state = 'counted' FROM comments_votehold WHERE id = NEW.hold_id FOR SHARE), true);\n                RETURN NEW;\n                ", hash='e10d35449ccf33b761dfbded2ebdcd3a18a6ac8f', operation='INSERT OR UPDATE OF "hold_id", "counts"', pgid='pgtrigger_counts_as_held_d29da', table='comments_vote', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='vote',
            trigger=pgtrigger.compiler.Trigger(name='tally_cast', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE ids bigint[]; ups int[]; downs int[];', func="\n    SELECT array_agg(comment_id), array_agg(up), array_agg(down) INTO ids, ups, downs\n      FROM (SELECT comment_id, sum(up)::int AS up, sum(down)::int AS down FROM (SELECT comment_id, (value = 1)::int AS up, (value = -1)::int AS down FROM new_rows WHERE counts) x GROUP BY comment_id) t\n     WHERE up <> 0 OR down <> 0;\n    IF ids IS NULL THEN\n        RETURN NULL;\n    END IF;\n    PERFORM FROM comments_comment WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;\n    UPDATE comments_comment c\n       SET up = c.up + t.up, down = c.down + t.down\n      FROM unnest(ids, ups, downs) AS t (id, up, down)\n     WHERE c.id = t.id;\n    UPDATE comments_votewindow\n       SET opened_at = clock_timestamp()\n     WHERE discussion_id = ANY(ARRAY(\n           SELECT w.discussion_id FROM comments_votewindow w\n            WHERE w.opened_at < clock_timestamp() - interval '5 seconds'\n              AND w.discussion_id IN (SELECT discussion_id FROM comments_comment WHERE id = ANY(ids))\n            ORDER BY w.discussion_id FOR NO KEY UPDATE));\n    RETURN NULL;\n    ", hash='8028b57902bdf4eab79d94d302d970829b7044c2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_tally_cast_c6d9f', referencing='REFERENCING NEW TABLE AS new_rows ', table='comments_vote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='vote',
            trigger=pgtrigger.compiler.Trigger(name='tally_changed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE ids bigint[]; ups int[]; downs int[];', func="\n    SELECT array_agg(comment_id), array_agg(up), array_agg(down) INTO ids, ups, downs\n      FROM (SELECT comment_id, sum(up)::int AS up, sum(down)::int AS down FROM (SELECT comment_id, (value = 1)::int AS up, (value = -1)::int AS down FROM new_rows WHERE counts UNION ALL SELECT comment_id, -(value = 1)::int AS up, -(value = -1)::int AS down FROM old_rows WHERE counts) x GROUP BY comment_id) t\n     WHERE up <> 0 OR down <> 0;\n    IF ids IS NULL THEN\n        RETURN NULL;\n    END IF;\n    PERFORM FROM comments_comment WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;\n    UPDATE comments_comment c\n       SET up = c.up + t.up, down = c.down + t.down\n      FROM unnest(ids, ups, downs) AS t (id, up, down)\n     WHERE c.id = t.id;\n    UPDATE comments_votewindow\n       SET opened_at = clock_timestamp()\n     WHERE discussion_id = ANY(ARRAY(\n           SELECT w.discussion_id FROM comments_votewindow w\n            WHERE w.opened_at < clock_timestamp() - interval '5 seconds'\n              AND w.discussion_id IN (SELECT discussion_id FROM comments_comment WHERE id = ANY(ids))\n            ORDER BY w.discussion_id FOR NO KEY UPDATE));\n    RETURN NULL;\n    ", hash='01e3511e0bc0b263e6c55cb86e6f475b11eaeedf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_tally_changed_be01f', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='comments_vote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='vote',
            trigger=pgtrigger.compiler.Trigger(name='tally_taken_back', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE ids bigint[]; ups int[]; downs int[];', func="\n    SELECT array_agg(comment_id), array_agg(up), array_agg(down) INTO ids, ups, downs\n      FROM (SELECT comment_id, sum(up)::int AS up, sum(down)::int AS down FROM (SELECT comment_id, -(value = 1)::int AS up, -(value = -1)::int AS down FROM old_rows WHERE counts) x GROUP BY comment_id) t\n     WHERE up <> 0 OR down <> 0;\n    IF ids IS NULL THEN\n        RETURN NULL;\n    END IF;\n    PERFORM FROM comments_comment WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;\n    UPDATE comments_comment c\n       SET up = c.up + t.up, down = c.down + t.down\n      FROM unnest(ids, ups, downs) AS t (id, up, down)\n     WHERE c.id = t.id;\n    UPDATE comments_votewindow\n       SET opened_at = clock_timestamp()\n     WHERE discussion_id = ANY(ARRAY(\n           SELECT w.discussion_id FROM comments_votewindow w\n            WHERE w.opened_at < clock_timestamp() - interval '5 seconds'\n              AND w.discussion_id IN (SELECT discussion_id FROM comments_comment WHERE id = ANY(ids))\n            ORDER BY w.discussion_id FOR NO KEY UPDATE));\n    RETURN NULL;\n    ", hash='4ee1382e2a3dbf0f4c1cd9503768064a3efab40d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_tally_taken_back_90ebc', referencing='REFERENCING OLD TABLE AS old_rows ', table='comments_vote', when='AFTER')),
        ),
    ]
