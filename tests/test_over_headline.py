"""What stands over a headline is told from headlines: menus, labels, slugs and sections are known, news is left."""

import pytest

from convert.normalise.over_headline import over_headline
from convert.normalise.releases import names_institution

TAKEN = {
    "We use cookies on this site.": "cookie-notice",
    "Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten.": "cookie-notice",
    "Nous utilisons des cookies pour améliorer votre visite.": "cookie-notice",
    "Subscribe  Sign in": "page-furniture",
    "Abonnieren | Anmelden | Suche": "page-furniture",
    "Share on Facebook  Tweet  WhatsApp  Copy link": "page-furniture",
    "Haberler > Dünya": "breadcrumb",
    "POLITICS": "section",
    "Wirtschaft": "section",
    "FOR IMMEDIATE RELEASE": "release-label",
    "PRESS RELEASE No. 14/2025": "release-label",
    "Pressemitteilung": "release-label",
    "Press contact: Dana Whitlow, +44 20 7946 0000": "contact",
    "Pressekontakt: presse@hafen.example": "contact",
    "NWA-LAKELAND-PILOTS/3": "slug",
    "BC-Bank/3": "slug",
    "Lakeland-Pilots,3rd Lead": "slug",
    "u i BC-LAKELAND-PILOTS 03-12 0412": "transmission",
    "Eds: UPDATES with quote, ADDS background": "note_to_editors",
}

NEWS = [
    "We use cookies as bait, fishermen of Talvik say",
    "Cookie law: what changes for shops",
    "Home Office opens inquiry",
    "World Bank sees growth",
    "Sign in the sky over Talvik",
    "Politics and the price of grain",
    "For release of hostages, council pays",
    "Press freedom falls in Lakeland",
    "Press office of the harbour closes",
    "Contact lost with ferry",
    "Contact: a ferry was lost",
    "COVID-19 returns",
    "TALVIK-MERROW LINE REOPENS",
    "F-16 deal signed",
    "Lakeland, 3rd in the league, loses",
    "Editors: who they are and what they do",
    "Urgent repairs at the lock",
    "URGENT",
    "Yields > prices: a lesson in bonds for everyone",
    "Share price of Merrow Bank falls",
]


@pytest.mark.parametrize(("line", "rule"), TAKEN.items())
def test_what_stands_over_a_headline_is_known(line: str, rule: str) -> None:
    found = over_headline(line)

    assert found is not None
    assert found.rule == rule


@pytest.mark.parametrize("line", NEWS)
def test_a_headline_is_none_of_it(line: str) -> None:
    assert over_headline(line) is None


def test_a_priority_is_one_in_an_agency_s_header_only() -> None:
    found = over_headline("URGENT", {"slug"})

    assert found is not None
    assert found.field == "extra.urgency"


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Ministry of Fisheries", True),
        ("Office of the Harbour Minister, Republic of Lakeland", True),
        ("Bundesministerium des Innern", True),
        ("Ministry signs quota order with fishermen", False),
        ("Minister signs quota order", False),
    ],
)
def test_an_institution_is_told_from_what_it_did(line: str, is_one: bool) -> None:
    assert names_institution(line) == is_one
