"""How peoples name their places: the parts of names, by culture."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Culture:
    """Names are a start and an end; realms take ends of their own."""

    starts: tuple[str, ...]
    ends: tuple[str, ...]
    harbours: tuple[str, ...]  #: ends for places by the sea
    realms: tuple[str, ...]
    river: str = "River {}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CULTURES: tuple[Culture, ...] = (
    Culture(
        starts=_words(
            "Ald Ash Beck Bram Black Brock Cald Crow Dun Elm Fair Fal Fern Glen Grim Hal Hart Hazel High "
            "Kings Lang Mar Mill Oak Raven Red Rook Stan Stone Swan Tarn Thorn Wal Wex White Win Wolf "
            "Wych Yarrow"
        ),
        ends=_words(
            "bridge burgh bury combe dale den field ford gate ham hurst ley stead stow ton well wick worth"
        ),
        harbours=_words("haven mouth port sands ness quay"),
        realms=_words("mark shire land mere holm wold"),
    ),
    Culture(
        starts=_words(
            "Arn Bjarn Drang Eld Eir Falk Frost Gald Gunn Hald Hrafn Hvit Jarn Kald Kol Mjol Orm Ragn Sig "
            "Skar Skjold Stein Svart Thor Ulf Vald Varg Vind Ysk"
        ),
        ends=_words("borg by dal fell gard heim holt hus lund mark rud skog stad thorp tun voll"),
        harbours=_words("fjord havn nes strand sund vik"),
        realms=_words("heim mark rike gard vang"),
        river="{}å",
    ),
    Culture(
        starts=_words(
            "Ael Aer Cael Cer Eil Elan Eri Fael Fin Gael Il Isil Lae Lir Lor Maer Mel Nael Nim Ser Syl "
            "Thal Vael Vir Yll"
        ),
        ends=_words(
            "adris anor andel arion asse eth ienne ilas indra ithas oren oriel othil uin wen ynd yra"
        ),
        harbours=_words("alond essar iath lonthe mar"),
        realms=_words("anor adan andor ien orell ondiel"),
        river="The {}",
    ),
    Culture(
        starts=_words(
            "Alb Alv Ard Aur Bell Cal Cast Cor Dol Fer Fior Gal Gard Lor Luc Mar Mont Nov Ol Pal Ros Sal "
            "Ser Tor Val Ver Vill"
        ),
        ends=_words("acci anza aro avento eda ella enza era etto iano iera ino ivo ola ona ora osa uzzo"),
        harbours=_words("amare aporto ariva esola"),
        realms=_words("ania avia enna esia iria ovia"),
        river="{} River",
    ),
    Culture(
        starts=_words(
            "Az Bah Bas Dah Far Had Hal Jaz Kad Kas Khal Mah Mir Nas Nur Qar Qas Raf Sah Sham Tar Waz Yas "
            "Zah Zar"
        ),
        ends=_words("abad adan ahra amun ara ashir astan azim edin eesh ibra imar iraz ouz un uram"),
        harbours=_words("abahr amarsa asahil"),
        realms=_words("istan aria amir esh ahd"),
        river="Wadi {}",
    ),
    Culture(
        starts=_words(
            "Bel Bor Bran Bukov Chern Dobr Dol Dra Gor Gra Kam Koz Kras Lub Mil Mor Novo Ost Pol Rad Ruk "
            "Slav Stan Tver Vel Vol Yar Zel Zlat"
        ),
        ends=_words("anka ava boritsa ets grad ice inka ino ichev ovets ovo polye sko itsa va vets"),
        harbours=_words("morye briv gavan ostrov"),
        realms=_words("avia ovia mir oria ania"),
        river="{} River",
    ),
    Culture(
        starts=_words(
            "Aber Ard Bal Bren Bryn Caer Cam Car Cul Der Dun Dyn Fen Gar Glen Inver Kil Kin Lan Llan Pen "
            "Ros Tre Tul"
        ),
        ends=_words(
            "aven arth beg bren carn dain dwyr egan gal goran kerry lachan moran nagh owen roch ryn wyn"
        ),
        harbours=_words("abermor inish morva traeth"),
        realms=_words("wyn eth mor ech ogan"),
        river="Afon {}",
    ),
    Culture(
        starts=_words(
            "Bal Bar Bel Dag Dor Dur Far Gar Gil Grom Kar Kaz Khar Kron Mor Nar Nor Rag Thar Thor Tor Ud "
            "Ur Vor Zar"
        ),
        ends=_words(
            "adar akh ambar andrim aldur dohr dun gar garth grim hald kazan orim rak rim rund thrum undar"
        ),
        harbours=_words("agrund odmar urvik"),
        realms=_words("adun akar azan urdan grond"),
        river="The {}",
    ),
)
