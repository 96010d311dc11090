"""Each look of a name is one account's, for good. Accounts that are there stay without looks until the next migration."""

import accounts.models.user
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_recovery'),
    ]

    operations = [
        migrations.CreateModel(
            name='Name',
            fields=[
                ('look', models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name='look')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='since')),
            ],
            options={
                'verbose_name': 'name',
                'verbose_name_plural': 'names',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='user',
            name='looks',
            field=accounts.models.user.LooksField(base_field=models.CharField(max_length=32), editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='user',
            name='looks',
            field=accounts.models.user.LooksField(base_field=models.CharField(max_length=32), default=list, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='renamed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='renamed'),
        ),
        migrations.AlterField(
            model_name='user',
            name='username',
            field=models.CharField(error_messages={'unique': 'This name is taken.'}, max_length=150, unique=True, verbose_name='user name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='claims_its_look', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE claimed int;', func="\n    IF NEW.looks IS NULL THEN\n        RETURN NULL;\n    END IF;\n    INSERT INTO accounts_name (look, name, bearer_id)\n        SELECT look, NEW.username, NEW.id FROM unnest(NEW.looks) AS look ORDER BY look\n        ON CONFLICT (look) DO UPDATE SET name = excluded.name WHERE accounts_name.bearer_id = excluded.bearer_id;\n    GET DIAGNOSTICS claimed = ROW_COUNT;\n    IF claimed < cardinality(NEW.looks) THEN\n        RAISE unique_violation USING CONSTRAINT = 'name_look_taken', MESSAGE = 'the name looks like another''s';\n    END IF;\n    RETURN NULL;\n", hash='0f45c86e5a206c5b6a22b6f1728e90862ec9ce1f', operation='INSERT OR UPDATE OF "username", "looks"', pgid='pgtrigger_claims_its_look_37655', table='accounts_user', when='AFTER')),
        ),
        migrations.AddField(
            model_name='name',
            name='bearer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='names', to=settings.AUTH_USER_MODEL, verbose_name='bearer'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='name',
            trigger=pgtrigger.compiler.Trigger(name='forgets_the_erased', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."bearer_id" IS NULL)', func="NEW.name := ''; RETURN NEW;", hash='18199b29ab555188f9d069ee66c025724288d274', operation='UPDATE OF "bearer_id"', pgid='pgtrigger_forgets_the_erased_2f212', table='accounts_name', when='BEFORE')),
        ),
    ]
