"""The newsroom: articles and all that stands around them, in one step: what the migrations that it replaces came to.

A database that stands between two of those is refused; one that has them all has this one.
"""

import accounts.models.user_manager
import articles.models.author
import articles.models.photo
import articles.slugs
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('articles', '0001_initial'),
        ('articles', '0002_invariants'),
        ('articles', '0003_staff_move_the_edition'),
        ('articles', '0004_news_alerts'),
        ('articles', '0005_names_kept_from_readers'),
        ('articles', '0006_former_addresses'),
        ('articles', '0007_photos_are_cut_for_other_sites'),
        ('articles', '0008_corrections'),
        ('articles', '0009_articles_by_their_change'),
        ('articles', '0010_suggestions'),
        ('articles', '0012_versions'),
        ('articles', '0013_reads'),
        ('articles', '0014_working_copies'),
        ('articles', '0015_origins'),
        ('articles', '0016_slots_of_sections'),
        ('articles', '0017_newsletters'),
        ('articles', '0018_the_picture_library'),
        ('articles', '0019_words_of_a_statement'),
        ('articles', '0020_review'),
        ('articles', '0021_review_indexes'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0011_signs_are_no_difference'),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('looks', articles.models.author.BylineLooksField(base_field=models.CharField(max_length=32), default=list, editable=False)),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, unique=True, verbose_name='slug')),
                ('bio', models.TextField(blank=True, verbose_name='biography')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='author', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='DueWords',
            fields=[
                ('article_id', models.BigIntegerField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('version', models.BigIntegerField(default=0, verbose_name='version')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_edition')],
            },
        ),
        migrations.CreateModel(
            name='Newsletter',
            fields=[
                ('cadence', models.CharField(choices=[('daily', 'Daily newsletter'), ('weekly', 'Weekly newsletter')], max_length=6, primary_key=True, serialize=False, verbose_name='newsletter')),
                ('weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], null=True, verbose_name='on')),
                ('made_hour', models.PositiveSmallIntegerField(help_text="From then on the editors find it as a draft. By the site's clock.", validators=[django.core.validators.MaxValueValidator(23)], verbose_name='put together at the hour')),
                ('goes_by_itself', models.BooleanField(default=False, help_text='Otherwise it waits until an editor sends it. One that an editor holds waits in any case.', verbose_name='goes by itself')),
                ('goes_hour', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(23)], verbose_name='goes by itself at the hour')),
            ],
            options={
                'verbose_name': 'newsletter',
                'verbose_name_plural': 'newsletters',
                'ordering': ['cadence'],
                'default_permissions': ('view', 'change'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cadence', 'daily'), ('weekday', None)), models.Q(('cadence', 'weekly'), ('weekday__isnull', False)), _connector='OR'), name='newsletter_weekly_has_a_weekday'), models.CheckConstraint(condition=models.Q(('goes_hour__gte', models.F('made_hour')), ('goes_hour__lte', 23)), name='newsletter_goes_after_it_is_made', violation_error_message="It can't go before it is put together.")],
            },
        ),
        migrations.CreateModel(
            name='NewsletterIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('subject', models.CharField(blank=True, help_text='Without one it is the headline of the first story.', max_length=200, verbose_name='subject')),
                ('introduction', models.TextField(blank=True, help_text='At most 1,000 letters. An empty line makes a new paragraph.', max_length=1000, verbose_name='introduction')),
                ('is_held', models.BooleanField(default=False, help_text="Held, it never goes by itself, whatever the newsletter's switch says.", verbose_name='held')),
                ('newsletter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='articles.newsletter', verbose_name='newsletter')),
            ],
            options={
                'verbose_name': 'newsletter issue',
                'verbose_name_plural': 'newsletter issues',
                'ordering': ['-day', 'newsletter'],
                'default_permissions': ('view', 'change'),
                'constraints': [models.UniqueConstraint(fields=('newsletter', 'day'), name='newsletter_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='PartnerLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='from')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('url', models.URLField(verbose_name='link')),
                ('site', models.CharField(blank=True, max_length=80, verbose_name='site')),
                ('is_on', models.BooleanField(default=True, verbose_name='on')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'partner link',
                'verbose_name_plural': 'partner links',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at', None), ('starts_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='partner_link_ends_after_start', violation_error_message='A link must end after it starts.')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('width', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('height', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('ppoi', models.CharField(default='0.5x0.5', max_length=20, verbose_name='focal point')),
                ('image', models.ImageField(blank=True, height_field='height', upload_to=articles.models.photo.file_name, verbose_name='picture', width_field='width')),
                ('caption', models.CharField(blank=True, max_length=300, verbose_name='caption')),
                ('credit', models.CharField(blank=True, max_length=120, verbose_name='credit')),
                ('alt', models.CharField(blank=True, help_text="What the picture shows, for those who can't see it.", max_length=300, verbose_name='alternative text')),
                ('sizes_made', models.BooleanField(default=False, editable=False)),
                ('original_name', models.CharField(blank=True, editable=False, max_length=200, verbose_name='file name')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'photo',
                'verbose_name_plural': 'photos',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['image'], name='photo_by_file')],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, validators=[articles.slugs.not_reserved], verbose_name='slug')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ArticleVersion',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('authors', models.JSONField(default=list)),
                ('topics', models.JSONField(default=list)),
                ('changed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list)),
                ('restores', models.BigIntegerField(null=True)),
                ('act', models.CharField(blank=True, choices=[('submit', 'Submitted for review'), ('take_back', 'Taken back from review'), ('send_back', 'Sent back to its writer'), ('publish', 'Published'), ('schedule', 'Scheduled'), ('unpublish', 'Taken off the site')], db_default='', default='', max_length=9)),
                ('slug', models.SlugField(allow_unicode=True, db_index=False, max_length=120, verbose_name='slug')),
                ('headline', models.CharField(max_length=200, verbose_name='headline')),
                ('standfirst', models.CharField(blank=True, max_length=500, verbose_name='standfirst')),
                ('body', models.TextField(blank=True, verbose_name='body')),
                ('source_notice', models.CharField(blank=True, help_text='Where the agency wants other words than “© Agency 2026”.', max_length=150, verbose_name='source notice')),
                ('site_notice', models.CharField(blank=True, help_text="Where this article wants other words than the site's own notice.", max_length=150, verbose_name='site notice')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('unpublished', 'unpublished')], default='draft', editable=False, max_length=12, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='updated')),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('photo', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.photo', verbose_name='photo')),
                ('section', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.section', verbose_name='section')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['-history_id'],
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=80, unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AlertChoice',
            fields=[
                ('subscription', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='choice', serialize=False, to='accounts.alertsubscription')),
                ('pace', models.CharField(choices=[('breaking', 'At once, when something big happens'), ('daily', 'Once a day, what has been published'), ('none', 'Never, only the newsletters below')], default='breaking', max_length=8, verbose_name='pace')),
                ('takes_all', models.BooleanField(default=True, verbose_name='everything')),
                ('newsletters', models.ManyToManyField(related_name='+', to='articles.newsletter', verbose_name='newsletters')),
                ('sections', models.ManyToManyField(related_name='+', to='articles.section', verbose_name='sections')),
                ('topics', models.ManyToManyField(related_name='+', to='articles.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'choice of alerts',
                'verbose_name_plural': 'choices of alerts',
                'constraints': [models.CheckConstraint(condition=models.Q(('pace__in', ['breaking', 'daily', 'none'])), name='alert_pace_known')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('public_from', models.DateTimeField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['word'], name='word_by_letters', opclasses=['gin_trgm_ops'])],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('accounts.user_groups',),
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('accounts.user',),
            managers=[
                ('objects', accounts.models.user_manager.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='from')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('text', models.CharField(max_length=200, verbose_name='text')),
                ('url', models.URLField(blank=True, verbose_name='link')),
                ('is_on', models.BooleanField(default=True, verbose_name='on')),
            ],
            options={
                'verbose_name': 'announcement',
                'verbose_name_plural': 'announcements',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at', None), ('starts_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='announcement_ends_after_start', violation_error_message='An announcement must end after it starts.')],
            },
        ),
        migrations.CreateModel(
            name='ArticleTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='articles.topic', verbose_name='topic')),
            ],
            options={
                'verbose_name': 'topic of an article',
                'verbose_name_plural': 'topics of an article',
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, verbose_name='slug')),
                ('headline', models.CharField(max_length=200, verbose_name='headline')),
                ('standfirst', models.CharField(blank=True, max_length=500, verbose_name='standfirst')),
                ('body', models.TextField(blank=True, verbose_name='body')),
                ('source_notice', models.CharField(blank=True, help_text='Where the agency wants other words than “© Agency 2026”.', max_length=150, verbose_name='source notice')),
                ('site_notice', models.CharField(blank=True, help_text="Where this article wants other words than the site's own notice.", max_length=150, verbose_name='site notice')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('unpublished', 'unpublished')], default='draft', editable=False, max_length=12, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='updated')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('begun_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begun by')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.photo', verbose_name='photo')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.section', verbose_name='section')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.source', verbose_name='source')),
                ('topics', models.ManyToManyField(blank=True, related_name='articles', through='articles.ArticleTopic', to='articles.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'ordering': ['-published_at', '-id'],
                'permissions': [('publish_article', 'Can publish, schedule and unpublish articles'), ('write_article', 'Can write articles of their own and submit them for review')],
            },
        ),
        migrations.CreateModel(
            name='BodyPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='body_pictures', to='articles.article')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='body_pictures', to='articles.photo')),
            ],
            options={
                'verbose_name': 'picture in the text',
                'verbose_name_plural': 'pictures in the text',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('article', 'photo'), name='body_picture_once_in_a_text')],
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.article')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='articles.author', verbose_name='author')),
            ],
            options={
                'verbose_name': 'byline',
                'verbose_name_plural': 'bylines',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('article', 'author'), name='author_once_in_a_byline')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(verbose_name='words')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='articles.article')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('thanks_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='thanks to')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'default_permissions': (),
                'indexes': [models.Index(fields=['article', '-at'], name='correction_of_article')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='correction_says_something')],
            },
        ),
        migrations.CreateModel(
            name='FormerAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=250, unique=True, verbose_name='address')),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.author')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.topic')),
            ],
            options={
                'verbose_name': 'former address',
                'verbose_name_plural': 'former addresses',
                'constraints': [models.CheckConstraint(condition=models.Q(('section__isnull', False), ('topic__isnull', False), ('author__isnull', False), ('article__isnull', False), _connector='XOR'), name='former_address_of_one')],
            },
        ),
        migrations.CreateModel(
            name='FrontPageSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='from')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='place')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='articles.article', verbose_name='article')),
                ('section', models.ForeignKey(blank=True, help_text='The section on whose page the story stands; none for the front page.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='articles.section', verbose_name='page')),
            ],
            options={
                'verbose_name': 'front page slot',
                'verbose_name_plural': 'front page slots',
                'ordering': [models.OrderBy(models.F('section'), nulls_first=True), 'position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at', None), ('starts_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='slot_ends_after_start', violation_error_message='A slot must end after it starts.'), models.UniqueConstraint(fields=('article', 'section'), name='slot_once_on_a_page', nulls_distinct=False, violation_error_message='This article has a slot on that page already.')],
            },
        ),
        migrations.CreateModel(
            name='NewsletterStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='place')),
                ('why', models.CharField(choices=[('placed', 'placed on the front page'), ('read', 'most read of its section'), ('discussed', 'most discussed of its section'), ('latest', 'latest of its section'), ('editor', 'chosen by an editor')], default='editor', editable=False, max_length=9, verbose_name='why')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='newsletter_stories', to='articles.article', verbose_name='article')),
                ('issue', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='stories', to='articles.newsletterissue')),
            ],
            options={
                'verbose_name': 'story',
                'verbose_name_plural': 'stories',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('issue', 'article'), name='newsletter_story_once_an_issue', violation_error_message='This story is in the issue already.')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_writers', models.BooleanField()),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
                ('version', models.BigIntegerField(null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='articles.article')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='NoteMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upto', models.BigIntegerField()),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('article', 'reader'), name='note_mark_once')],
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=250, unique=True)),
                ('version', models.BigIntegerField(default=0)),
                ('taken', models.JSONField(default=dict)),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='origins', to='articles.article')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('editor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('article', 'editor'), name='presence_once')],
            },
        ),
        migrations.CreateModel(
            name='Reads',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(db_index=True)),
                ('count', models.PositiveIntegerField()),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='articles.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('article', 'hour'), name='reads_once_an_hour')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(verbose_name='words')),
                ('may_name', models.BooleanField(default=False, verbose_name='may be named')),
                ('made_at', models.DateTimeField(verbose_name='when')),
                ('outcome', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('declined', 'declined')], default='open', max_length=8, verbose_name='outcome')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='answer')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='articles.article', verbose_name='article')),
                ('correction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.correction', verbose_name='correction')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to=settings.AUTH_USER_MODEL, verbose_name='reader')),
            ],
            options={
                'verbose_name': 'suggested correction',
                'verbose_name_plural': 'suggested corrections',
                'default_permissions': ('view',),
                'indexes': [models.Index(condition=models.Q(('outcome', 'open')), fields=['-id'], name='suggestion_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('outcome', 'open')), models.Q(('decided_at__isnull', False), ('outcome__in', ['accepted', 'declined'])), _connector='OR'), name='suggestion_is_decided_or_open'), models.UniqueConstraint(models.F('article'), models.F('reader'), django.db.models.functions.text.MD5('words'), name='suggested_once')],
            },
        ),
        migrations.CreateModel(
            name='WorkingCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32)),
                ('form', models.JSONField()),
                ('saved_at', models.DateTimeField(verbose_name='saved')),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('editor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['saved_at'], name='copy_oldest')],
                'constraints': [models.UniqueConstraint(fields=('editor', 'key'), name='one_copy_a_form')],
            },
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(null=True, unique=True, verbose_name='day')),
                ('since', models.DateTimeField(null=True)),
                ('until', models.DateTimeField(null=True)),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
                ('recipients', models.PositiveIntegerField(default=0, verbose_name='recipients')),
                ('sent_before', models.PositiveIntegerField(default=0)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('article', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alert', to='articles.article', verbose_name='article')),
                ('issue', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alert', to='articles.newsletterissue')),
            ],
            options={
                'verbose_name': 'alert',
                'verbose_name_plural': 'alerts',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('day', None), ('issue', None), ('since', None), ('until', None)), models.Q(('article', None), ('day__isnull', False), ('issue', None), ('since__isnull', False), ('until__isnull', False)), models.Q(('article', None), ('day', None), ('issue__isnull', False), ('since', None), ('until', None)), _connector='OR'), name='alert_of_an_article_a_day_or_an_issue')],
            },
        ),
        migrations.CreateModel(
            name='AlertDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_urgent', models.BooleanField()),
                ('due_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('alert', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='articles.alert')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.alertsubscription')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(models.OrderBy(models.F('is_urgent'), descending=True), models.F('due_at'), condition=models.Q(('due_at__isnull', False)), name='alert_delivery_due')],
                'constraints': [models.UniqueConstraint(fields=('alert', 'subscription'), name='alert_once_to_a_subscriber'), models.CheckConstraint(condition=models.Q(('due_at', None), ('sent_at', None), _connector='OR'), name='sent_alert_is_done')],
            },
        ),
        migrations.CreateModel(
            name='ArticleWords',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='words', serialize=False, to='articles.article')),
                ('section_id', models.BigIntegerField()),
                ('published_at', models.DateTimeField()),
                ('search', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='article_words'), models.Index(fields=['-published_at'], name='article_words_latest')],
            },
        ),
        migrations.AddField(
            model_name='articletopic',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='articles.article'),
        ),
        migrations.AddIndex(
            model_name='articletopic',
            index=models.Index(fields=['topic', 'article'], name='topic_articles'),
        ),
        migrations.AddConstraint(
            model_name='articletopic',
            constraint=models.UniqueConstraint(fields=('article', 'topic'), name='topic_once_in_an_article'),
        ),
        migrations.AddField(
            model_name='article',
            name='authors',
            field=models.ManyToManyField(related_name='articles', through='articles.Byline', to='articles.author', verbose_name='authors'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], name='article_latest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['section', '-published_at', '-id'], name='article_section_latest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'published'), ('updated_at__isnull', False)), fields=['-updated_at'], name='article_last_changed'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'in_review')), fields=['id'], name='article_in_review'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('begun_by__isnull', False)), fields=['begun_by', '-created_at'], name='article_begun_by'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(fields=('section', 'slug'), name='article_address_unique', violation_error_message='Another article of this section has this slug.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('published_at', None), ('state', 'published'), _negated=True), name='published_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'published', 'unpublished'])), name='article_state_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('slug', 'feed'), _negated=True), name='article_address_free', violation_error_message="“feed” is the address of the section's feed. Choose another slug."),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='cd6460d9b7cd2b84890d25a1bdde720c106a8ffc', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_d5ec8', table='articles_announcement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duewords',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='6f7bda12ff8bd1123b79415448eec226afc98410', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_41b32', table='articles_duewords', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerlink',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='b5f51e2b56448982b87b3e250e6d6158a03db897', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_33586', table='articles_partnerlink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='4467aed1376232224cfe2384b950f7669d97214a', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_7036b', table='articles_section', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='keeps_former_address', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.slug <> NEW.slug) AND TRUE)', func="INSERT INTO articles_formeraddress (path, section_id) VALUES ('/' || OLD.slug || '/', OLD.id) ON CONFLICT (path) DO UPDATE SET section_id = EXCLUDED.section_id, topic_id = EXCLUDED.topic_id, author_id = EXCLUDED.author_id, article_id = EXCLUDED.article_id; RETURN NULL;", hash='5d4e6675931481bfa30e79cb5a8c6e65bd4a9094', operation='UPDATE OF "slug"', pgid='pgtrigger_keeps_former_address_4c3f3', table='articles_section', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='358e5d0b8700533f664175cbcd0f87d52a0ea616', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_963a4', table='articles_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='19e8bef7ce570d0ae9986700f60e305397db1ba0', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_58065', table='articles_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name"))', func='PERFORM articles_index_named(ARRAY(SELECT article_id FROM articles_articletopic WHERE topic_id = NEW.id ORDER BY article_id DESC)); RETURN NULL;', hash='1359df3138713424c115eb02801230c84e813f03', operation='UPDATE OF "name"', pgid='pgtrigger_keeps_words_97ae4', table='articles_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='keeps_former_address', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.slug <> NEW.slug) AND TRUE)', func="INSERT INTO articles_formeraddress (path, topic_id) VALUES ('/topics/' || OLD.slug || '/', OLD.id) ON CONFLICT (path) DO UPDATE SET section_id = EXCLUDED.section_id, topic_id = EXCLUDED.topic_id, author_id = EXCLUDED.author_id, article_id = EXCLUDED.article_id; RETURN NULL;", hash='fc9756b9003763dfdcb176768405c7fb85d4eadb', operation='UPDATE OF "slug"', pgid='pgtrigger_keeps_former_address_98931', table='articles_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='33e9e28a343cfb0cafa82037f9d8963de1450442', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_3355b', table='accounts_user_groups', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='person_moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."username" IS DISTINCT FROM (NEW."username"))', func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='98c7433625f77e119130e98b0115b7b0afd3ed78', operation='UPDATE', pgid='pgtrigger_person_moves_edition_25fb4', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='author',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='4e4ebb49969899cfbdb9d201a1f1eeaded60ae7a', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_a187f', table='articles_author', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='author',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name"))', func='PERFORM articles_index_named(ARRAY(SELECT article_id FROM articles_byline WHERE author_id = NEW.id ORDER BY article_id DESC)); RETURN NULL;', hash='1b4f2c094faab736360fb8cc239300e8179e30b7', operation='UPDATE OF "name"', pgid='pgtrigger_keeps_words_94648', table='articles_author', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='author',
            trigger=pgtrigger.compiler.Trigger(name='keeps_former_address', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.slug <> NEW.slug) AND TRUE)', func="INSERT INTO articles_formeraddress (path, author_id) VALUES ('/authors/' || OLD.slug || '/', OLD.id) ON CONFLICT (path) DO UPDATE SET section_id = EXCLUDED.section_id, topic_id = EXCLUDED.topic_id, author_id = EXCLUDED.author_id, article_id = EXCLUDED.article_id; RETURN NULL;", hash='8e8ce780b4e39e7d7e935f762de712e8186cf8f0', operation='UPDATE OF "slug"', pgid='pgtrigger_keeps_former_address_5415f', table='articles_author', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='author',
            trigger=pgtrigger.compiler.Trigger(name='keeps_its_name', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    INSERT INTO accounts_name (look, name) SELECT unnest(NEW.looks), '' ON CONFLICT DO NOTHING;\n    RETURN NULL;\n", hash='eeeee0878d73774575dfc7ec1c290feb9cf75890', operation='INSERT OR UPDATE OF "looks"', pgid='pgtrigger_keeps_its_name_aefdf', table='articles_author', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='byline',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='bbf204551659183d387cc0f294ee20291d105893', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_15de4', table='articles_byline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='byline',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM articles_index(ARRAY[OLD.article_id, NEW.article_id]); RETURN NULL;', hash='b8db65cf12ae3b61231acc644da5e4f5ecc3b3d7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_keeps_words_39b9d', table='articles_byline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='cd0214429eb31f3f567d87365e3dc93a7d7918b3', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_8ce35', table='articles_correction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='correction_stands', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF OLD.at < now() - interval '10 minutes' AND (OLD.words, OLD.at) <> (NEW.words, NEW.at) THEN\n                        RAISE EXCEPTION 'a correction that readers know stands' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='8994e24f8107d2a9926aff480965b858788e77fe', operation='UPDATE OF "words", "at"', pgid='pgtrigger_correction_stands_88ff3', table='articles_correction', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='note_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."is_writers" IS DISTINCT FROM (NEW."is_writers") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b8315fc835560725f8ab898e2d2fee7be02632f8', operation='UPDATE', pgid='pgtrigger_note_stands_74f72', table='articles_note', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='note_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='41784bc616f9a77b5533ba23070d842d7866b108', operation='DELETE', pgid='pgtrigger_note_stays_ec1e6', table='articles_note', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='photo',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='1b213843346bcd41eb7ea0b9e38c905b66b163ab', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_a8067', table='articles_photo', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='frontpageslot',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='0408fe11b4dda9644a737ceec17a8be2fa351d70', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_f7077', table='articles_frontpageslot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='articleversion',
            trigger=pgtrigger.compiler.Trigger(name='version_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."authors" IS DISTINCT FROM (NEW."authors") OR OLD."topics" IS DISTINCT FROM (NEW."topics") OR OLD."changed" IS DISTINCT FROM (NEW."changed") OR OLD."restores" IS DISTINCT FROM (NEW."restores") OR OLD."act" IS DISTINCT FROM (NEW."act") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."headline" IS DISTINCT FROM (NEW."headline") OR OLD."standfirst" IS DISTINCT FROM (NEW."standfirst") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."source_notice" IS DISTINCT FROM (NEW."source_notice") OR OLD."site_notice" IS DISTINCT FROM (NEW."site_notice") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."section_id" IS DISTINCT FROM (NEW."section_id") OR OLD."photo_id" IS DISTINCT FROM (NEW."photo_id") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."history_id" IS DISTINCT FROM (NEW."history_id") OR OLD."history_date" IS DISTINCT FROM (NEW."history_date") OR OLD."history_change_reason" IS DISTINCT FROM (NEW."history_change_reason") OR OLD."history_type" IS DISTINCT FROM (NEW."history_type"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9d20559fd8b6c4d490f3329a1060e3360d7bfb1f', operation='UPDATE', pgid='pgtrigger_version_stands_1b0e9', table='articles_articleversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='articleversion',
            trigger=pgtrigger.compiler.Trigger(name='version_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e67dbf9ed0a18b3b1b2328c0d2b08fdc98b41845', operation='DELETE', pgid='pgtrigger_version_stays_46063', table='articles_articleversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='articletopic',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='8975157fb068a67cc1abab2ab9604a1e5c145ff4', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_da62c', table='articles_articletopic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='articletopic',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM articles_index(ARRAY[OLD.article_id, NEW.article_id]); RETURN NULL;', hash='74c86ed917b3d6b3ba37f3110cb5dcc5a8887a22', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_keeps_words_a4835', table='articles_articletopic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='a5a4cf3347e636e12cfe306b36f97bbd3d0cbae9', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_1ce65', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words_new', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM articles_index(ARRAY(SELECT id FROM new_rows)); RETURN NULL;', hash='fdaf54082867c7cdd595cf7666c8ed7969f107ae', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keeps_words_new_f9e30', referencing='REFERENCING NEW TABLE AS new_rows ', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            PERFORM articles_index(ARRAY(\n                SELECT id FROM (SELECT id, headline, standfirst, body, state, published_at, section_id FROM new_rows EXCEPT SELECT id, headline, standfirst, body, state, published_at, section_id FROM old_rows) AS changed));\n            RETURN NULL;\n            ', hash='8bab7164da5cb871a26b534fb25e37025c25b475', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keeps_words_48cf4', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='drops_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM articles_articlewords WHERE article_id = OLD.id; RETURN NULL;', hash='08c0a3a48d0f3ab3cdff431adc774527c0504b50', operation='DELETE', pgid='pgtrigger_drops_words_b64b1', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='keeps_body_pictures', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found BIGINT[];', func='\n            SELECT COALESCE(array_agg(DISTINCT photo.id), \'{}\') INTO found\n            FROM regexp_matches(NEW.body, \'<img[^>]* src="/media/(photos/[^"]+)"\', \'g\') AS name\n            JOIN articles_photo AS photo ON photo.image = name[1];\n            DELETE FROM articles_bodypicture WHERE article_id = NEW.id AND photo_id <> ALL (found);\n            INSERT INTO articles_bodypicture (article_id, photo_id)\n            SELECT NEW.id, unnest(found) ON CONFLICT DO NOTHING;\n            RETURN NULL;\n        ', hash='99f105726a51742a807ebaa5a747e3803b0a3e15', operation='INSERT OR UPDATE OF "body"', pgid='pgtrigger_keeps_body_pictures_4b1f9', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='keeps_former_address', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.slug <> NEW.slug OR OLD.section_id <> NEW.section_id) AND OLD.published_at IS NOT NULL)', func="INSERT INTO articles_formeraddress (path, article_id) VALUES ('/' || (SELECT slug FROM articles_section WHERE id = OLD.section_id) || '/' || OLD.slug || '/', OLD.id) ON CONFLICT (path) DO UPDATE SET section_id = EXCLUDED.section_id, topic_id = EXCLUDED.topic_id, author_id = EXCLUDED.author_id, article_id = EXCLUDED.article_id; RETURN NULL;", hash='875c52afd4c5cea1dbf104d8ebab08331ea46e1d', operation='UPDATE OF "slug", "section_id"', pgid='pgtrigger_keeps_former_address_eb8f9', table='articles_article', when='AFTER')),
        ),
    ]
