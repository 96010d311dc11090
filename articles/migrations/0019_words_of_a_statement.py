"""The words of all articles of a statement are taken at once, and of none where none is published: to plan what follows takes the
database some milliseconds, which an import paid four times an article."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

# As in articles/folding.py.
_CJK = r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"

# As in 0011, but for the early end.
_INDEX = """
CREATE OR REPLACE FUNCTION articles_index(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever joins another author or topic at the same moment waits, and then sees ours.
    PERFORM FROM articles_article WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM articles_articlewords w
     USING articles_article a WHERE w.article_id = ANY(ids) AND a.id = w.article_id AND a.state <> 'published';
@EARLY@    WITH told AS (
        SELECT id, section_id, published_at, headline, standfirst, left(search_told(body), 60000) AS body,
               concat_ws(' ',
                   (SELECT string_agg(name, ' ' ORDER BY position) FROM articles_byline b
                      JOIN articles_author w ON w.id = b.author_id WHERE b.article_id = a.id),
                   (SELECT string_agg(name, ' ') FROM articles_articletopic j
                      JOIN articles_topic t ON t.id = j.topic_id WHERE j.article_id = a.id)) AS names
          FROM articles_article a
         WHERE id = ANY(ids) AND state = 'published'
    ), indexed AS (
        INSERT INTO articles_articlewords (article_id, section_id, published_at, search)
        SELECT id, section_id, published_at,
               setweight(to_tsvector('portal', search_words(headline)), 'A')
               || setweight(to_tsvector('portal', search_words(standfirst)), 'B')
               || setweight(to_tsvector('portal', search_words(names)), 'C')
               || setweight(to_tsvector('portal', search_words(body)), 'D')
          FROM told
        ON CONFLICT (article_id) DO UPDATE
           SET section_id = EXCLUDED.section_id, published_at = EXCLUDED.published_at, search = EXCLUDED.search
    )
    INSERT INTO articles_word (word, public_from)
    SELECT word, public_from
      FROM (SELECT word, min(published_at) AS public_from
              FROM told, regexp_split_to_table(
                       -- Of Japanese the katakana, which is misspelt as Latin letters are.
                       regexp_replace(search_folded(concat_ws(' ', headline, standfirst, names)), '[@CJK@]+', ' ', 'g'), ' +') word
             WHERE length(word) BETWEEN 3 AND 40
             GROUP BY word) AS said
     WHERE NOT EXISTS (SELECT FROM articles_word w WHERE w.word = said.word AND w.public_from <= said.public_from)
     ORDER BY word
    ON CONFLICT (word) DO UPDATE SET public_from = least(articles_word.public_from, EXCLUDED.public_from);
END $$
""".replace("@CJK@", _CJK.replace(r"\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff", ""))
_EARLY = """
    IF NOT EXISTS (SELECT FROM articles_article WHERE id = ANY(ids) AND state = 'published') THEN
        RETURN;
    END IF;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0018_the_picture_library'),
    ]

    operations = [
        migrations.RunSQL(_INDEX.replace("@EARLY@", _EARLY), _INDEX.replace("@EARLY@", "")),
        pgtrigger.migrations.RemoveTrigger(
            model_name='article',
            name='keeps_words',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words_new', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM articles_index(ARRAY(SELECT id FROM new_rows)); RETURN NULL;', hash='fdaf54082867c7cdd595cf7666c8ed7969f107ae', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keeps_words_new_f9e30', referencing='REFERENCING NEW TABLE AS new_rows ', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            PERFORM articles_index(ARRAY(\n                SELECT id FROM (SELECT id, headline, standfirst, body, state, published_at, section_id FROM new_rows EXCEPT SELECT id, headline, standfirst, body, state, published_at, section_id FROM old_rows) AS changed));\n            RETURN NULL;\n            ', hash='8bab7164da5cb871a26b534fb25e37025c25b475', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keeps_words_48cf4', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='articles_article', when='AFTER')),
        ),
    ]
