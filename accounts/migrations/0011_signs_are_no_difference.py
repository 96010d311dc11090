"""“nellie-brook” has the look of “NellieBrook” from now on. Who has the look without signs keeps it; of those with signs staff
have it before readers, readers before stand-ins, and the older before the newer, and the others keep their name without a look,
as imported ones do. What was kept of an erased account's name stays kept as it was: nobody knows any more how it was written."""

from itertools import batched

from django.db import migrations, transaction

BATCH = 2000


def claim_without_signs(apps, schema_editor):
    Name, User = (apps.get_model("accounts", model) for model in ("Name", "User"))
    borne = Name.objects.filter(bearer__isnull=False, name__regex=r"[._-]")
    ordered = borne.order_by("-bearer__is_staff", "bearer__is_stand_in", "bearer", "since", "look")
    for batch in batched(list(ordered.select_related("bearer")), BATCH):
        with transaction.atomic():
            _claim(batch, Name, User)


def _claim(rows, Name, User):
    from accounts.names import looks

    Name.objects.filter(look__in=[row.look for row in rows]).delete()
    anew = [
        Name(look=look, name=row.name, bearer=row.bearer, since=row.since)
        for row in rows
        for look in looks(row.name)
    ]
    Name.objects.bulk_create(anew, ignore_conflicts=True)
    for user in {row.bearer for row in rows if row.name == row.bearer.username}:
        wanted = looks(user.username)
        has_all = Name.objects.filter(look__in=wanted, bearer=user).count() == len(wanted)
        User.objects.filter(pk=user.pk).update(looks=wanted if has_all else None)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0010_names_by_name")]

    operations = [migrations.RunPython(claim_without_signs, migrations.RunPython.noop)]
