"""Reference rows of the incidents: what can happen, in the words of the people who tell of it.

Kinds of trouble and of need, never kinds of people; nothing that members would have to arrest, search or punish.
"""

from __future__ import annotations

from dataclasses import dataclass

from incidents.models import Category
from incidents.states import Sensitivity
from patrols.states import Pillar
from senkom.lib.registry import reference

ORDER, DISASTER = Pillar.PUBLIC_ORDER, Pillar.DISASTER
OPEN, RESTRICTED, CONFIDENTIAL = Sensitivity


@dataclass(frozen=True)
class Kind:
    """One category as it is loaded the first time; people may edit it afterwards."""

    slug: str
    name: str
    sensitivity: Sensitivity = OPEN
    minors: bool = False
    hint: str = ""
    disaster: bool | None = None


@dataclass(frozen=True)
class Group:
    """Categories that may be told of as the same thing."""

    slug: str
    name: str
    pillar: Pillar
    kinds: tuple[Kind, ...]


POLICE_FIRST = "Arahkan melapor ke Polsek atau SPKT; telepon 110 bila masih berlangsung."
CHILD = "Sebut kelompok umur dan jumlah saja, tanpa nama, sekolah, atau foto anak."
SEEN = "Tulis apa yang terlihat, bukan siapa orangnya."
CROWD = "Hanya arus lalu lintas, kebutuhan P3K, dan perkiraan jumlah. Tanpa nama dan tanpa foto wajah."
HELP_FIRST = "Telepon 112 dulu bila perlu pertolongan segera."
HELPLINE = "Telepon 110 bila berbahaya; pendampingan perempuan dan anak: 129."

GROUPS = (
    Group(
        "water-weather",
        "Banjir, cuaca, dan pohon tumbang",
        DISASTER,
        (
            Kind("flood", "Banjir"),
            Kind("flash_flood", "Banjir bandang"),
            Kind("coastal_flood", "Banjir rob"),
            Kind("coastal_wave", "Gelombang pasang atau abrasi"),
            Kind("extreme_weather", "Cuaca ekstrem atau angin kencang"),
            Kind("tree_fall", "Pohon tumbang atau miring"),
            Kind("drought", "Kekeringan"),
        ),
    ),
    Group(
        "fire",
        "Kebakaran",
        DISASTER,
        (
            Kind("building_fire", "Kebakaran permukiman", hint="Telepon Damkar atau 112 dulu."),
            Kind("wildfire", "Kebakaran lahan atau ilalang", hint="Telepon Damkar atau 112 dulu."),
        ),
    ),
    Group(
        "earth",
        "Gempa, longsor, dan gunung api",
        DISASTER,
        (
            Kind("landslide", "Tanah longsor"),
            Kind("earthquake", "Gempa bumi"),
            Kind("tsunami", "Tsunami"),
            Kind("volcano", "Erupsi gunung api atau hujan abu"),
        ),
    ),
    Group(
        "accident-health",
        "Kecelakaan besar, air, dan wabah",
        DISASTER,
        (
            Kind("transport_accident", "Kecelakaan transportasi besar"),
            Kind("water_accident", "Orang tenggelam atau kecelakaan laut", disaster=False, hint=HELP_FIRST),
            Kind("epidemic", "Wabah penyakit"),
        ),
    ),
    Group(
        "traffic",
        "Lalu lintas",
        ORDER,
        (
            Kind("traffic_accident", "Kecelakaan lalu lintas", hint=HELP_FIRST),
            Kind("congestion", "Kemacetan"),
        ),
    ),
    Group(
        "facilities",
        "Fasilitas umum",
        ORDER,
        (
            Kind("public_facility", "Fasilitas umum rusak (lampu jalan, rambu)"),
            Kind("road_damage", "Jalan atau jembatan rusak"),
            Kind("power_line", "Kabel atau tiang listrik berbahaya", hint="Jauhi kabelnya. Telepon PLN 123."),
        ),
    ),
    Group(
        "help",
        "Warga perlu pertolongan",
        ORDER,
        (
            Kind("social_help", "Warga perlu pertolongan sosial", RESTRICTED, True, HELP_FIRST),
            Kind("lost_child", "Anak terpisah dari keluarga", RESTRICTED, True, CHILD),
            Kind("missing_person", "Orang hilang", RESTRICTED, True, "Telepon 110. Jangan sebarkan foto anak."),
        ),
    ),
    Group(
        "public-order",
        "Ketertiban umum",
        ORDER,
        (
            Kind("illegal_racing", "Balap liar", RESTRICTED, True, CHILD),
            Kind("brawl", "Tawuran atau keributan", RESTRICTED, True, "Telepon 110 dulu. " + CHILD),
            Kind("crowd", "Keramaian / kegiatan massa (lalu lintas dan P3K)", hint=CROWD),
            Kind("suspicious_behaviour", "Perilaku mencurigakan", RESTRICTED, hint=SEEN),
            Kind("neighbour_dispute", "Perselisihan warga", RESTRICTED),
            Kind("social_conflict", "Konflik sosial", RESTRICTED, hint="Telepon 110 dulu."),
            Kind("noise_exhaust", "Knalpot bising", RESTRICTED, True),
            Kind("unlicensed_night_activity", "Kegiatan malam diduga tak berizin", RESTRICTED),
            Kind("alcohol", "Minuman keras diduga ilegal", RESTRICTED, True),
            Kind("hoax", "Hoaks"),
        ),
    ),
    Group(
        "for-the-police",
        "Diarahkan ke polisi",
        ORDER,
        (
            Kind("violent_threat", "Ancaman kekerasan (telepon 110)", RESTRICTED, hint="Telepon 110 dulu."),
            Kind("theft", "Pencurian", RESTRICTED, hint=POLICE_FIRST),
            Kind("aggravated_theft", "Pencurian dengan pemberatan (curat)", RESTRICTED, hint=POLICE_FIRST),
            Kind("robbery", "Perampasan atau begal (curas)", RESTRICTED, hint=POLICE_FIRST),
            Kind("vehicle_theft", "Pencurian kendaraan (curanmor)", RESTRICTED, hint=POLICE_FIRST),
            Kind("assault", "Penganiayaan atau pengeroyokan", RESTRICTED, True, POLICE_FIRST),
            Kind("sharp_weapon", "Senjata tajam", RESTRICTED, True, "Telepon 110 dulu, jaga jarak."),
            Kind("illegal_fireworks", "Petasan atau bahan peledak", RESTRICTED, True, "Telepon 110 dulu, jaga jarak."),
            Kind("fraud", "Penipuan", RESTRICTED, hint=POLICE_FIRST),
            Kind("extortion", "Pemerasan", RESTRICTED, hint=POLICE_FIRST),
            Kind("gambling", "Perjudian", RESTRICTED, True, POLICE_FIRST),
            Kind("online_gambling", "Judi online", CONFIDENTIAL, True, POLICE_FIRST),
            Kind("narcotics", "Narkoba atau pil koplo", CONFIDENTIAL, True, "BNN 184 atau Sat Resnarkoba dulu."),
            Kind("domestic_violence", "Kekerasan dalam rumah tangga", CONFIDENTIAL, True, HELPLINE),
            Kind("sexual_violence", "Kekerasan seksual", CONFIDENTIAL, True, HELPLINE),
        ),
    ),
    Group("other-group", "Lain-lain", ORDER, (Kind("other", "Lain-lain"),)),
)


@reference("incident categories", order=40)
def load_categories() -> int:
    """Groups and categories that are missing; rows people have edited are left alone."""
    known = set(Category.objects.values_list("slug", flat=True))
    groups = [
        Category(slug=group.slug, name=group.name, pillar=group.pillar, position=place)
        for place, group in enumerate(GROUPS)
        if group.slug not in known
    ]
    Category.objects.bulk_create(groups)
    parents = Category.objects.in_bulk([group.slug for group in GROUPS], field_name="slug")
    kinds = [
        _category(kind, group, parents[group.slug], place)
        for group in GROUPS
        for place, kind in enumerate(group.kinds)
        if kind.slug not in known
    ]
    Category.objects.bulk_create(kinds)
    return len(groups) + len(kinds)


def _category(kind: Kind, group: Group, parent: Category, place: int) -> Category:
    return Category(
        slug=kind.slug,
        name=kind.name,
        hint=kind.hint,
        parent=parent,
        pillar=group.pillar,
        sensitivity=kind.sensitivity,
        minors_possible=kind.minors,
        is_disaster=group.pillar == DISASTER if kind.disaster is None else kind.disaster,
        position=place,
    )
