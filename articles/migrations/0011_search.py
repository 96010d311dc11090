"""What articles are found by: words folded and stemmed by the database, in a table that triggers keep."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# As in articles/folding.py.
_CJK = r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"

# English stems of every word: those that are left out elsewhere are names here, as of the WHO.
_CONFIG = """
CREATE TEXT SEARCH DICTIONARY portal_english (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION portal (COPY = english);
ALTER TEXT SEARCH CONFIGURATION portal ALTER MAPPING REPLACE english_stem WITH portal_english;
"""
_NO_CONFIG = "DROP TEXT SEARCH CONFIGURATION portal; DROP TEXT SEARCH DICTIONARY portal_english;"

# `search_told`: what clean HTML says. `search_folded`: small letters of usual width without accents, all but letters and digits
# a space. `search_words`: the same with each run of CJK as its pairs of letters, between its first letter and its last.
# Bound to what they call when they are made, so that no search_path changes their meaning, be it that of a restore.
_WORDS = rf"""
CREATE FUNCTION search_told(html text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(regexp_replace(html, '</?(?:a|em|strong|code|sub|sup)(?:\s[^>]*)?>', '', 'g'),
                      '<[^>]*>|&(?:[a-z]+|#[0-9]+);', ' ', 'g');

CREATE FUNCTION search_folded(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    CASE WHEN octet_length(written) = char_length(written) THEN lower(written)
    ELSE normalize(translate(replace(replace(replace(replace(
             regexp_replace(lower(normalize(written, NFKD)), '[̀-ͯ]', '', 'g'),
         'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'øłđðıς', 'olddiσ'), NFKC)
    END, '[^[:alnum:]]+', ' ', 'g');

CREATE FUNCTION search_words(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN octet_length(folded) = char_length(folded) THEN folded
           ELSE regexp_replace(regexp_replace(folded, '([{_CJK}]+)', ' \1 ', 'g'), '([{_CJK}])', '\1 \1', 'g') END
      FROM search_folded(written) AS folded;
END;
"""
_NO_WORDS = "DROP FUNCTION search_words(text); DROP FUNCTION search_folded(text); DROP FUNCTION search_told(text);"

# A vector holds a megabyte: 60,000 letters of Japanese are some 700 KB of it.
_INDEX = """
CREATE FUNCTION articles_index(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever joins another author or topic at the same moment waits, and then sees ours.
    PERFORM FROM articles_article WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM articles_articlewords w
     USING articles_article a WHERE w.article_id = ANY(ids) AND a.id = w.article_id AND a.state <> 'published';
    WITH told AS (
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

# Of what bears a name that has changed, the first ones (the latest) at once, the others by the worker. Those are noted before
# any article is locked, as the worker takes them in that order too.
_INDEX_NAMED = """
CREATE FUNCTION articles_index_named(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(ids) > 50 THEN
        INSERT INTO articles_duewords (article_id) SELECT id FROM unnest(ids[51:]) AS id ORDER BY id ON CONFLICT DO NOTHING;
    END IF;
    PERFORM articles_index(ids[:50]);
END $$
"""

# After the triggers, so that nothing falls between; a few at once, so that nobody waits for long.
_FILL = """
DO $$
DECLARE
    ids bigint[];
    last bigint := 0;
BEGIN
    LOOP
        SELECT array_agg(id), max(id) INTO ids, last
          FROM (SELECT id FROM articles_article WHERE id > last AND state = 'published' ORDER BY id LIMIT 100) a;
        EXIT WHEN ids IS NULL;
        PERFORM articles_index(ids);
        COMMIT;
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    # Filled beside the traffic, which no transaction can do.
    atomic = False

    dependencies = [
        ('articles', '0010_suggestions'),
    ]

    operations = [
        # A trusted extension: the owner of the database may make it.
        TrigramExtension(),
        migrations.RunSQL(_CONFIG, _NO_CONFIG),
        migrations.RunSQL(_WORDS, _NO_WORDS),
        migrations.CreateModel(
            name='ArticleWords',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='words', serialize=False, to='articles.article')),
                ('section_id', models.BigIntegerField()),
                ('published_at', models.DateTimeField()),
                ('search', django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('public_from', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='articlewords',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='article_words'),
        ),
        migrations.AddIndex(
            model_name='articlewords',
            index=models.Index(fields=['-published_at'], name='article_words_latest'),
        ),
        migrations.AddIndex(
            model_name='word',
            index=django.contrib.postgres.indexes.GinIndex(fields=['word'], name='word_by_letters', opclasses=['gin_trgm_ops']),
        ),
        migrations.CreateModel(
            name='DueWords',
            fields=[
                ('article_id', models.BigIntegerField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.RunSQL(_INDEX, "DROP FUNCTION articles_index(bigint[])"),
        migrations.RunSQL(_INDEX_NAMED, "DROP FUNCTION articles_index_named(bigint[])"),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM articles_index(ARRAY[NEW.id]); RETURN NULL;', hash='8556933a471da4bb6ea7a59d010e1a95ee767e9e', operation='INSERT OR UPDATE OF "headline", "standfirst", "body", "state", "published_at", "section_id"', pgid='pgtrigger_keeps_words_48cf4', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='articletopic',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM articles_index(ARRAY[OLD.article_id, NEW.article_id]); RETURN NULL;', hash='74c86ed917b3d6b3ba37f3110cb5dcc5a8887a22', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_keeps_words_a4835', table='articles_articletopic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='author',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name"))', func='PERFORM articles_index_named(ARRAY(SELECT article_id FROM articles_byline WHERE author_id = NEW.id ORDER BY article_id DESC)); RETURN NULL;', hash='1b4f2c094faab736360fb8cc239300e8179e30b7', operation='UPDATE OF "name"', pgid='pgtrigger_keeps_words_94648', table='articles_author', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='byline',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM articles_index(ARRAY[OLD.article_id, NEW.article_id]); RETURN NULL;', hash='b8db65cf12ae3b61231acc644da5e4f5ecc3b3d7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_keeps_words_39b9d', table='articles_byline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='keeps_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name"))', func='PERFORM articles_index_named(ARRAY(SELECT article_id FROM articles_articletopic WHERE topic_id = NEW.id ORDER BY article_id DESC)); RETURN NULL;', hash='1359df3138713424c115eb02801230c84e813f03', operation='UPDATE OF "name"', pgid='pgtrigger_keeps_words_97ae4', table='articles_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='drops_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM articles_articlewords WHERE article_id = OLD.id; RETURN NULL;', hash='08c0a3a48d0f3ab3cdff431adc774527c0504b50', operation='DELETE', pgid='pgtrigger_drops_words_b64b1', table='articles_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duewords',
            trigger=pgtrigger.compiler.Trigger(name='moves_edition', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE articles_edition SET version = version + 1; RETURN NULL;', hash='6f7bda12ff8bd1123b79415448eec226afc98410', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_edition_41b32', table='articles_duewords', when='AFTER')),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name='article',
            name='article_search',
        ),
        migrations.RemoveField(
            model_name='article',
            name='search',
        ),
    ]
