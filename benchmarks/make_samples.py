"""Write ``data/samples`` anew: the same bytes every time.

::

    python benchmarks/make_samples.py [FOLDER]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs as a plain script, too

from benchmarks.samples import later_samples, samples  # noqa: E402
from benchmarks.tables import write_csv  # noqa: E402

AS_JSON = ("tiny",)


def make_samples(folder: Path) -> None:
    """Write each sample into its folder under `folder`, and those of `AS_JSON` as one JSON file besides."""
    for name, intake in {**samples(), **later_samples()}.items():
        write_csv(intake, folder / name)
        if name in AS_JSON:
            text = json.dumps(intake, ensure_ascii=False, indent=2) + "\n"
            (folder / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write the samples where the project keeps them, or where told."""
    parser = argparse.ArgumentParser(description="Write the samples anew.")
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "data" / "samples")
    make_samples(parser.parse_args().folder)


if __name__ == "__main__":
    main()
