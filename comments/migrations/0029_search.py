"""What comments are found by, in a table that triggers keep."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# After the triggers, so that nothing falls between; locked, so that nobody hides or edits one meanwhile; and a few at once, so
# that nobody waits for long.
_FILL = """
DO $$
DECLARE
    last bigint := 0;
    next bigint;
BEGIN
    LOOP
        SELECT max(id) INTO next FROM (SELECT id FROM comments_comment WHERE id > last ORDER BY id LIMIT 1000) c;
        EXIT WHEN next IS NULL;
        INSERT INTO comments_commentwords (comment_id, article_id, created_at, search)
        SELECT id, discussion_id, created_at, to_tsvector('portal', search_words(search_told(html)))
          FROM (SELECT * FROM comments_comment WHERE id > last AND id <= next ORDER BY id FOR NO KEY UPDATE) c
         WHERE state = 'public' AND author_id IS NOT NULL
        ON CONFLICT DO NOTHING;
        last := next;
        COMMIT;
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    # Filled beside the traffic, which no transaction can do.
    atomic = False

    dependencies = [
        ('comments', '0028_drafts_of_suggestions'),
        ('articles', '0011_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='CommentWords',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='words', serialize=False, to='comments.comment')),
                ('article_id', models.BigIntegerField()),
                ('created_at', models.DateTimeField()),
                ('search', django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.AddIndex(
            model_name='commentwords',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='comment_words'),
        ),
        migrations.AddIndex(
            model_name='commentwords',
            index=models.Index(fields=['-created_at'], name='comment_words_latest'),
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
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
