"""What people call places beyond their names in the table, and the codes by which GeoNames knows the larger regions."""

# GeoNames numbers the regions of these countries; the rest of the world, and a reader, know them by ISO codes.
REGION_CODES: dict[str, dict[str, str]] = {
    "CA": dict(
        zip(
            ("01", "02", "03", "04", "05", "07", "08", "09", "10", "11", "12", "13", "14"),
            ("AB", "BC", "MB", "NB", "NL", "NS", "ON", "PE", "QC", "SK", "YT", "NT", "NU"),
            strict=True,
        )
    ),
    "AU": dict(
        zip(
            ("01", "02", "03", "04", "05", "06", "07", "08"),
            ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"),
            strict=True,
        )
    ),
    "DE": dict(
        zip(
            [f"{number:02d}" for number in range(1, 17)],
            ("BW", "BY", "HB", "HH", "HE", "NI", "NW", "RP", "SL", "SH", "BB", "MV", "SN", "ST", "TH", "BE"),
            strict=True,
        )
    ),
}
# Countries whose regions GeoNames already codes as ISO does.
SAME_CODES = ("US", "GB")
# Where a city is commonly written with its region.
WITH_REGION = ("US", "CA", "AU")

RENAMED = {
    5128581: "New York",
    2797656: "Ghent",
    2800931: "Bruges",
    2886242: "Cologne",
    2510911: "Seville",
    2910831: "Hanover",
    6077243: "Montreal",
}
CITY_ALIASES: dict[int, tuple[str, ...]] = {
    5128581: ("New York City", "NYC", "NY City"),
    5391959: ("SF", "San Fran", "SFO"),
    5368361: ("LA", "L.A."),
    4140963: ("Washington DC", "Washington D.C.", "DC", "D.C."),
    4684888: ("DFW",),
    4887398: ("Chi",),
    4990729: ("Detroit Metro",),
    4560349: ("Philly",),
    1277333: ("Bengaluru",),
    1275339: ("Bombay",),
}
COUNTRY_ALIASES: dict[str, tuple[str, ...]] = {
    "US": ("USA", "U.S.", "U.S.A.", "US of A", "America", "the United States", "United States of America", "the US"),
    "GB": ("UK", "U.K.", "Great Britain", "Britain", "the United Kingdom", "the UK"),
    "AE": ("UAE", "Emirates"),
    "NL": ("Netherlands", "The Netherlands", "Holland"),
    "CZ": ("Czech Republic", "Czechia"),
    "TR": ("Turkey", "Türkiye"),
    "KR": ("Korea", "South Korea"),
    "RU": ("Russia",),
    "DE": ("Deutschland",),
    "ES": ("España",),
    "IT": ("Italia",),
    "BE": ("België", "Belgique", "Belgien"),
    "CH": ("Schweiz", "Suisse", "Svizzera"),
    "AT": ("Österreich",),
    "BR": ("Brasil",),
    "MX": ("México",),
}
COUNTRY_NAMES = {"NL": "Netherlands", "VA": "Vatican City"}
REGION_NAMES = {
    ("DE", "BY"): "Bavaria",
    ("DE", "NW"): "North Rhine-Westphalia",
    ("DE", "HE"): "Hesse",
    ("DE", "NI"): "Lower Saxony",
    ("DE", "SN"): "Saxony",
    ("DE", "RP"): "Rhineland-Palatinate",
    ("DE", "TH"): "Thuringia",
    ("CA", "QC"): "Quebec",
}
