"""A vote as one statement (comments/voting.py): each that goes to the database by itself costs more than what it does there."""

from django.db import migrations

# Each statement of its own within sees what was committed while the locks before it were waited for. The account is locked
# before the comment, as erasure and sanctions lock theirs; the comment so that one that is being hidden takes no more votes, and so
# that nobody decides on held votes in the midst of one.
_CAST = """
CREATE FUNCTION comments_cast_vote(
    on_comment bigint, by_voter bigint, cast_value smallint, from_network text, is_newcomer boolean,
    cast_now timestamptz, gathers interval, stands interval,
    OUT refused text, OUT hold bigint, OUT up int, OUT down int, OUT score int, OUT state text
) LANGUAGE plpgsql AS $$
DECLARE
    target record;
    standing record;
BEGIN
    PERFORM FROM accounts_user u WHERE u.id = by_voter FOR SHARE;
    IF NOT FOUND THEN
        refused := 'author';
        RETURN;
    END IF;
    SELECT c.author_id, c.state INTO target FROM comments_comment c WHERE c.id = on_comment FOR NO KEY UPDATE;
    refused := CASE
        WHEN target.author_id = by_voter THEN 'own'
        WHEN target.state IS DISTINCT FROM 'public' THEN 'gone'
        WHEN EXISTS (
            SELECT FROM comments_sanction s
             WHERE s.reader_id = by_voter AND s.lifted_at IS NULL
               AND (s.kind = 'ban' OR s.kind = 'suspend' AND s.until > cast_now)
        ) THEN 'barred'
    END;
    IF refused IS NOT NULL THEN
        RETURN;
    END IF;
    SELECT v.id, v.value, v.counts, v.hold_id INTO standing
      FROM comments_vote v WHERE v.comment_id = on_comment AND v.voter_id = by_voter;
    IF NOT FOUND AND cast_value <> 0 THEN
        IF is_newcomer THEN
            SELECT h.id INTO hold FROM comments_votehold h
             WHERE h.comment_id = on_comment AND h.reason = 'young' AND h.state = 'waiting' AND h.opened_at > cast_now - gathers
             LIMIT 1;
            IF NOT FOUND THEN
                INSERT INTO comments_votehold (comment_id, reason, state, opened_at, ends_at, words)
                VALUES (on_comment, 'young', 'waiting', cast_now, cast_now + gathers + stands, '')
                RETURNING id INTO hold;
            END IF;
        END IF;
        INSERT INTO comments_vote (comment_id, voter_id, value, cast_at, network, hold_id)
        VALUES (on_comment, by_voter, cast_value, cast_now, from_network, hold);
    ELSIF cast_value = 0 AND standing.counts THEN
        DELETE FROM comments_vote v WHERE v.id = standing.id;
    ELSIF standing.value <> cast_value THEN
        UPDATE comments_vote v SET value = cast_value WHERE v.id = standing.id;
    END IF;
    IF cast_value <> 0 AND NOT standing.counts THEN
        hold := standing.hold_id;
    END IF;
    SELECT c.up, c.down, c.score, c.state INTO up, down, score, state FROM comments_comment c WHERE c.id = on_comment;
END $$;
"""
_FORGET = "DROP FUNCTION comments_cast_vote"


class Migration(migrations.Migration):
    replaces = [("comments", "0030_cast_vote")]

    dependencies = [("comments", "0001_squashed_0032_queues_by_weight")]
    operations = [migrations.RunSQL(_CAST, _FORGET)]
