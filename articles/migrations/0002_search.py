"""What articles and comments are found by: words folded and stemmed by the database, in tables that triggers keep."""

from django.db import migrations

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

# A vector holds a megabyte: 60,000 letters of Japanese are some 700 KB of it. Where none is published it ends early: to plan
# what follows takes the database some milliseconds.
_INDEX = """
CREATE FUNCTION articles_index(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever joins another author or topic at the same moment waits, and then sees ours.
    PERFORM FROM articles_article WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM articles_articlewords w
     USING articles_article a WHERE w.article_id = ANY(ids) AND a.id = w.article_id AND a.state <> 'published';

    IF NOT EXISTS (SELECT FROM articles_article WHERE id = ANY(ids) AND state = 'published') THEN
        RETURN;
    END IF;
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


class Migration(migrations.Migration):
    replaces = [("articles", "0011_search")]

    dependencies = [("articles", "0001_squashed_0021_review_indexes")]

    operations = [
        migrations.RunSQL(_CONFIG, _NO_CONFIG),
        migrations.RunSQL(_WORDS, _NO_WORDS),
        migrations.RunSQL(_INDEX, "DROP FUNCTION articles_index(bigint[])"),
        migrations.RunSQL(_INDEX_NAMED, "DROP FUNCTION articles_index_named(bigint[])"),
    ]
