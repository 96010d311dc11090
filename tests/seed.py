"""Where the page that everything grew from lies: beside the project, never inside it, for it is third-party text."""

import os
from pathlib import Path

FOLDER = Path(os.environ.get("SEED_FOLDER") or Path(__file__).resolve().parents[2] / "shared" / "seed")
SEED = FOLDER / "article.json"

if not SEED.exists():
    raise FileNotFoundError(
        f"The tests load the seed page from {SEED}. Put it there, or name its folder with SEED_FOLDER."
    )
