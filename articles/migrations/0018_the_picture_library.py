"""The library knows where each photo stands, who added it, and what its file was called."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0017_newsletters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BodyPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'picture in the text',
                'verbose_name_plural': 'pictures in the text',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='photo',
            name='original_name',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='file name'),
        ),
        migrations.AddField(
            model_name='photo',
            name='uploaded_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AlterField(
            model_name='article',
            name='photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.photo', verbose_name='photo'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(fields=['image'], name='photo_by_file'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='keeps_body_pictures', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE found BIGINT[];', func='\n            SELECT COALESCE(array_agg(DISTINCT photo.id), \'{}\') INTO found\n            FROM regexp_matches(NEW.body, \'<img[^>]* src="/media/(photos/[^"]+)"\', \'g\') AS name\n            JOIN articles_photo AS photo ON photo.image = name[1];\n            DELETE FROM articles_bodypicture WHERE article_id = NEW.id AND photo_id <> ALL (found);\n            INSERT INTO articles_bodypicture (article_id, photo_id)\n            SELECT NEW.id, unnest(found) ON CONFLICT DO NOTHING;\n            RETURN NULL;\n        ', hash='99f105726a51742a807ebaa5a747e3803b0a3e15', operation='INSERT OR UPDATE OF "body"', pgid='pgtrigger_keeps_body_pictures_4b1f9', table='articles_article', when='AFTER')),
        ),
        migrations.AddField(
            model_name='bodypicture',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='body_pictures', to='articles.article'),
        ),
        migrations.AddField(
            model_name='bodypicture',
            name='photo',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='body_pictures', to='articles.photo'),
        ),
        migrations.AddConstraint(
            model_name='bodypicture',
            constraint=models.UniqueConstraint(fields=('article', 'photo'), name='body_picture_once_in_a_text'),
        ),
        migrations.RunSQL(
            """
            INSERT INTO articles_bodypicture (article_id, photo_id)
            SELECT DISTINCT article.id, photo.id
            FROM articles_article AS article,
                regexp_matches(article.body, '<img[^>]* src="/media/(photos/[^"]+)"', 'g') AS name
                JOIN articles_photo AS photo ON photo.image = name[1]
            WHERE article.body LIKE '%/media/photos/%'
            ON CONFLICT DO NOTHING
            """.replace("%", "%%"),
            migrations.RunSQL.noop,
        ),
    ]
