"""Names have a look more where two letters look like one (vv, cl), see accounts/names.py: those that are borne, or were, get it.

Nobody loses a name. Where two look the same by now, the look is the older account's; the other goes on without looks of its
own on the account, as imported names do, while those that it had stay kept for it among the names.
"""

from django.db import migrations

from accounts import names

# Of accounts before that of earlier names, and of both the older first.
_BORNE = """
    SELECT id, username, looks FROM accounts_user WHERE looks IS NOT NULL AND id BETWEEN %s AND %s ORDER BY id
"""
_BORNE_BEFORE = """
    SELECT n.bearer_id, n.name, array_agg(n.look) FROM accounts_name n JOIN accounts_user u ON u.id = n.bearer_id
     WHERE n.name <> u.username AND n.name <> '' AND u.id BETWEEN %s AND %s
     GROUP BY n.bearer_id, n.name ORDER BY n.bearer_id
"""
_CLAIM = """
    INSERT INTO accounts_name (look, name, bearer_id)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[]) ON CONFLICT DO NOTHING
"""
_GIVE = """
    UPDATE accounts_user u SET looks = CASE WHEN one.is_whole THEN one.looks END
      FROM (SELECT wanted.id, array_agg(wanted.look ORDER BY wanted.look) AS looks, bool_and(n.look IS NOT NULL) AS is_whole
              FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS wanted (look, name, id)
              LEFT JOIN accounts_name n ON n.look = wanted.look AND n.bearer_id = wanted.id
             GROUP BY wanted.id) one
     WHERE u.id = one.id
"""
# Accounts at a time.
_CHUNK = 5000


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM accounts_user")
        (last,) = cursor.fetchone()
        for query, is_present in ((_BORNE, True), (_BORNE_BEFORE, False)):
            for first in range(0, last + 1, _CHUNK):
                cursor.execute(query, [first, first + _CHUNK - 1])
                _give(cursor, cursor.fetchall(), is_present=is_present)


def _give(cursor, rows, *, is_present):
    wanted = [
        (look, name, pk) for pk, name, had in rows if set(looks := names.looks(name)) != set(had) for look in looks
    ]
    if wanted:
        columns = [list(column) for column in zip(*wanted)]
        cursor.execute(_CLAIM, columns)
        if is_present:
            cursor.execute(_GIVE, columns)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_squashed_0011_signs_are_no_difference'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
