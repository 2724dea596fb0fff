"""List, filter, search, card and save on a small and a large database, against the floor in the same process."""

import os
import sys
from collections.abc import Callable
from typing import Any

import psutil
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.http import urlencode

from benchmarks import setup
from kundebro.core.pages import paginate
from kundebro.jobs.processes.preparation import collect_static_files
from kundebro.prospects.models import Prospect, ProspectStatus
from kundebro.prospects.queries import ProspectFilter, matching_prospects
from kundebro.users.models import User
from tests.live import Live, session_of

ROUNDS = 50
ROW = "{:<34} {:>9} {:>9} {:>9} {:>9} {:>7}"


def main() -> None:
    """Print one line for each page: p50 and p95, the floor, the ratio, and large against small."""
    rows, small = int(sys.argv[1]), int(sys.argv[2])
    by = setup.prepare()
    results: dict[int, dict[str, list[float]]] = {}
    floors: dict[int, float] = {}
    for size in (small, rows):
        setup.fill(size, by=by, are_planned=True)
        with override_settings(ROOT_URLCONF="benchmarks.floor", ALLOWED_HOSTS=["testserver"]):
            client = setup.signed_in(by)
            results[size], floors[size] = measure(client, by)
    print(f"\n{setup.database()}, {rows:,} prospects (p50 small = {small:,}); milliseconds")
    print(ROW.format("page", "p50", "p95", "floor", "× floor", "× small"))
    for name, taken in results[rows].items():
        middle, floor = setup.p50(taken), floors[rows]
        growth = middle / setup.p50(results[small][name])
        figures = (
            f"{middle:.1f}",
            f"{setup.p95(taken):.1f}",
            f"{floor:.1f}",
            f"{middle / floor:.2f}",
            f"{growth:.2f}",
        )
        print(ROW.format(name, *figures))
    print(f"web process after {ROUNDS} rounds of these pages: {web_megabytes(by):.0f} MB")


def web_megabytes(by: User) -> float:
    """Memory of the largest web process, served as `kundebro run` serves it, once it has answered every page often."""
    collect_static_files()
    web = Live(settings.DATA, os.environ.get("KUNDEBRO_DATABASE_URL", ""))
    try:
        server = web.serve(threads=2).signed_in(session_of(by))
        listing = reverse("prospects:list")
        cards = [each.get_absolute_url() for each in Prospect.objects.order_by("sort_name")[:ROUNDS]]
        for card in cards:
            for path in ("/", listing, f"{listing}?sort=-city", f"{listing}?q=jensen", card, f"{card}?tab=history"):
                assert server.get(path).status == 200, path
        master = psutil.Process(web.processes[0].pid)
        return max(each.memory_info().rss for each in master.children(recursive=True)) / 1e6
    finally:
        web.stop()


def measure(client: Client, by: User) -> tuple[dict[str, list[float]], float]:
    """Milliseconds of each page, and the floor's median, taken between them so that noise meets both."""
    listing = reverse("prospects:list")
    middle = Prospect.objects.order_by("-pk").values_list("pk", flat=True)[Prospect.objects.count() // 2]
    prospect = Prospect.objects.get(pk=middle)
    status = ProspectStatus.objects.first()
    pages: dict[str, Callable[[], Any]] = {
        "list, first page": setup.getter(client, listing),
        "list, deep page": setup.getter(client, f"{listing}?{urlencode({'after': deep_cursor(by)})}"),
        "list, by town, downwards": setup.getter(client, f"{listing}?sort=-city"),
        "filter: status": setup.getter(client, f"{listing}?status={status.pk if status else 1}"),
        "filter: BTG (1 %), postal codes": setup.getter(
            client, f"{listing}?customer_type=btg&postal_from=5000&postal_to=5999"
        ),
        "filter: no next step (0.1 %)": setup.getter(client, f"{listing}?lacks=next_step"),
        "search: rare": setup.getter(client, f"{listing}?q={prospect.phone[3:]}"),
        "search: common": setup.getter(client, f"{listing}?q=jensen"),
        "search: two words": setup.getter(client, f"{listing}?{urlencode({'q': 'sørensen smedje'})}"),
        "card": setup.getter(client, prospect.get_absolute_url()),
        "save": saver(client, prospect),
    }
    results: dict[str, list[float]] = {}
    floor: list[float] = []
    for name, call in pages.items():
        floor += setup.timed(setup.getter(client, "/floor/"), times=15, warm=2)
        results[name] = setup.timed(call)
    return results, setup.p50(floor)


def deep_cursor(by: User) -> str:
    """The cursor of a page in the middle of the alphabet."""
    rows = matching_prospects(wanted=ProspectFilter({}), seen_by=by).filter(sort_name__gte="m")
    return paginate(rows, order=("sort_name", "pk")).next


def saver(client: Client, prospect: Prospect) -> Callable[[], Any]:
    """Save another remark with the card's own form."""
    url = reverse("prospects:edit", args=[prospect.pk, "remarks"])
    counter = iter(range(10**9))

    def save() -> None:
        response = client.post(url, {"remark_1": f"Bemærkning {next(counter)}", "remark_2": "", "remark_3": ""})
        assert response.status_code == 303, response.status_code

    return save


if __name__ == "__main__":
    main()
