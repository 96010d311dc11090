"""Accounts and what is theirs, in one step: what the migrations that it replaces came to.

A database that stands between two of those is refused; one that has them all has this one.
"""

import accounts.models.user
import accounts.models.user_manager
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_alert_subscription'),
        ('accounts', '0003_addresses_are_claimed'),
        ('accounts', '0004_recovery'),
        ('accounts', '0005_names_that_stay'),
        ('accounts', '0006_claim_the_looks_of_names'),
        ('accounts', '0007_pictures'),
        ('accounts', '0008_erasure'),
        ('accounts', '0009_languages'),
        ('accounts', '0010_names_by_name'),
        ('accounts', '0011_signs_are_no_difference'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('username', models.CharField(error_messages={'unique': 'This name is taken.'}, max_length=150, unique=True, verbose_name='user name')),
                ('looks', accounts.models.user.LooksField(base_field=models.CharField(max_length=32), default=list, editable=False, null=True)),
                ('renamed_at', models.DateTimeField(editable=False, null=True, verbose_name='renamed')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('is_stand_in', models.BooleanField(default=False, editable=False, help_text="Stands for a reader or voter whom an imported thread counts but doesn't name. Can't log in.", verbose_name='stand-in')),
                ('picture', models.CharField(blank=True, db_default='', default='', editable=False, help_text='What the files of the picture are called by; see accounts/pictures.py.', max_length=16)),
                ('language', models.CharField(blank=True, db_default='', default='', max_length=8, verbose_name='language')),
                ('time_zone', models.CharField(blank=True, db_default='', default='', max_length=64, verbose_name='time zone')),
                ('erasure_due_at', models.DateTimeField(editable=False, null=True, verbose_name='erased from')),
                ('erasure_removes', models.BooleanField(db_default=False, default=False, editable=False, verbose_name='erased with the words of the comments')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'indexes': [models.Index(django.db.models.functions.text.Lower('email'), name='user_by_email'), models.Index(condition=models.Q(('erasure_due_at__isnull', False)), fields=['erasure_due_at'], name='user_to_be_erased')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='user_name_unique', violation_error_message='This name is taken.')],
            },
            managers=[
                ('objects', accounts.models.user_manager.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='AlertSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('invited_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='invited')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='confirmed')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended')),
                ('reader', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='alert_subscription', to=settings.AUTH_USER_MODEL, verbose_name='reader')),
            ],
            options={
                'verbose_name': 'alert subscription',
                'verbose_name_plural': 'alert subscriptions',
            },
        ),
        migrations.CreateModel(
            name='Name',
            fields=[
                ('look', models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name='look')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='since')),
                ('bearer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='names', to=settings.AUTH_USER_MODEL, verbose_name='bearer')),
            ],
            options={
                'verbose_name': 'name',
                'verbose_name_plural': 'names',
                'default_permissions': (),
                'indexes': [models.Index(django.db.models.functions.text.Lower('name'), name='name_by_name')],
            },
        ),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recoveries', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'recovery',
                'verbose_name_plural': 'recoveries',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='claims_its_look', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE claimed int;', func="\n    IF NEW.looks IS NULL THEN\n        RETURN NULL;\n    END IF;\n    INSERT INTO accounts_name (look, name, bearer_id)\n        SELECT look, NEW.username, NEW.id FROM unnest(NEW.looks) AS look ORDER BY look\n        ON CONFLICT (look) DO UPDATE SET name = excluded.name WHERE accounts_name.bearer_id = excluded.bearer_id;\n    GET DIAGNOSTICS claimed = ROW_COUNT;\n    IF claimed < cardinality(NEW.looks) THEN\n        RAISE unique_violation USING CONSTRAINT = 'name_look_taken', MESSAGE = 'the name looks like another''s';\n    END IF;\n    RETURN NULL;\n", hash='0f45c86e5a206c5b6a22b6f1728e90862ec9ce1f', operation='INSERT OR UPDATE OF "username", "looks"', pgid='pgtrigger_claims_its_look_37655', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='name',
            trigger=pgtrigger.compiler.Trigger(name='forgets_the_erased', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."bearer_id" IS NULL)', func="NEW.name := ''; RETURN NEW;", hash='18199b29ab555188f9d069ee66c025724288d274', operation='UPDATE OF "bearer_id"', pgid='pgtrigger_forgets_the_erased_2f212', table='accounts_name', when='BEFORE')),
        ),
    ]
