"""The words that briefs use for age, mood, hair, places, creatures and magic, and what they mean.

Keys are alternatives of a regular expression, matched against whole words; the first that is said wins.
"""

from collections.abc import Mapping

from generation.engines.sketch.portrait.canvas import Rgb
from generation.engines.sketch.portrait.looks import BeardStyle, Creature, HairStyle, Scene
from generation.vocabulary import CreatureType

WOMAN = (
    "she|her|hers|woman|women|female|girl|lady|queen|princess|witch|priestess|sorceress|enchantress|goddess|"
    "mother|sister|daughter|grandmother|crone|maiden|duchess|countess|baroness|huntress|heroine|feminine|nun"
)
MAN = (
    "he|him|his|man|men|male|boy|lord|king|prince|priest|father|brother|son|grandfather|duke|"
    "count|baron|hero|masculine|monk|gentleman|bearded|beard|moustache|mustache|goatee|stubble"
)
AGES: Mapping[str, float] = {
    "ancient|wizened|venerable": 1.0,
    "elderly|old|aged|crone|grandfather|grandmother|wrinkled": 0.85,
    "middle-?aged|veteran|grizzled|weathered|greying|graying": 0.55,
    "young|youthful|teen|teenage|girl|boy|child|youth|maiden": 0.02,
}
EXPRESSIONS: Mapping[str, tuple[float, float, float]] = {
    # smile, tilt of the brows, opening of the eyes
    "angry|furious|rage|raging|snarling|fierce|wrathful|menacing|scowling|hateful": (-0.7, 1.5, 0.9),
    "stern|grim|serious|brooding|determined|stoic|cold|hard": (-0.35, 0.8, 0.86),
    "smiling|smile|happy|cheerful|merry|jolly|grinning|friendly|warm|kind|laughing|joyful": (1.0, -0.2, 0.95),
    "smirking|smirk|sly|mischievous|roguish|cunning|charming": (0.65, 0.5, 0.86),
    "sad|sorrowful|melancholy|melancholic|weeping|mournful|tired|weary": (-0.6, -1.2, 0.8),
    "afraid|scared|surprised|shocked|fearful|startled": (-0.3, -1.0, 1.3),
}
HAIRSTYLES: Mapping[str, HairStyle] = {
    "bald|balding|shaven head|shaved head|hairless|bald-?headed": HairStyle.BALD,
    "mohawk|crest of hair": HairStyle.MOHAWK,
    "ponytail|pony-tail|tied back|topknot|top-knot": HairStyle.PONYTAIL,
    "bun|updo|pinned up": HairStyle.BUN,
    "braids|braided hair|plaits|plaited|dreadlocks|braid|hair in braids": HairStyle.BRAIDS,
    "curly|curls|frizzy|ringlets|afro": HairStyle.CURLY,
    "wavy|flowing|waves": HairStyle.WAVY,
    "slicked|slicked-?back|combed back|widow's peak|undercut": HairStyle.SLICKED,
    "tousled|messy|wild|unruly|shaggy|unkempt|spiky|windswept": HairStyle.TOUSLED,
    "long hair|long-?haired|long \\w+ hair|long \\w+,? \\w+ hair|long straight": HairStyle.LONG,
    "short hair|short-?haired|short \\w+ hair|cropped|buzz ?cut|crew cut": HairStyle.SHORT,
}
BEARDS: Mapping[str, BeardStyle] = {
    "clean-?shaven|beardless|no beard|shaven face": BeardStyle.NONE,
    "braided (?:\\w+ )?beard|beard in braids|plaited beard|beard braided|braids in (?:his|her) beard": (
        BeardStyle.BRAIDED
    ),
    "long (?:\\w+ ){0,2}beard|flowing beard|beard to (?:his|her)": BeardStyle.LONG,
    "goatee|van dyke|chin beard|pointed beard": BeardStyle.GOATEE,
    "stubble|unshaven|five o'clock shadow": BeardStyle.STUBBLE,
    "short (?:\\w+ )?beard|trimmed beard|neat beard": BeardStyle.SHORT,
    "beard|bearded|bushy beard": BeardStyle.FULL,
    "moustache|mustache|whiskers|handlebar": BeardStyle.MOUSTACHE,
}
SCENES: Mapping[str, Scene] = {
    "library|study|bookshelves|books|archive": Scene.LIBRARY,
    "tavern|inn|alehouse|bar|pub|kitchen|hearth": Scene.TAVERN,
    "swamp|bog|marsh|mire|bayou": Scene.SWAMP,
    "forest|woods?|woodland|grove|jungle|glade|trees|wilderness|feywild": Scene.FOREST,
    "snow|snowy|arctic|glacier|ice|icy|tundra|winter|blizzard": Scene.SNOW,
    "mountains?|peaks?|cliffs?|hills?|highlands?|sky": Scene.MOUNTAINS,
    "castle|keep|fortress|throne|city|town|village|tower|towers|cathedral|temple|palace|ruins?": Scene.CASTLE,
    "cave|cavern|dungeon|underdark|crypt|tomb|mine|sewer|catacombs?": Scene.CAVE,
    "sea|ocean|ship|beach|coast|harbou?r|deck|shore|storm at sea|lake": Scene.SEA,
    "desert|dunes?|sand|sands|wasteland|canyon": Scene.DESERT,
    "battle|battlefield|war|siege": Scene.BATTLE,
    "fire|flames?|burning|inferno|lava|hell|hellish|volcano|volcanic|forge|avernus": Scene.FIRE,
    "night|moon|moonlit|stars?|starry|midnight|astral|cosmos|void|shadowfell": Scene.NIGHT,
}
CREATURES: Mapping[str, Creature] = {
    "beholder|spectator|gazer|eye tyrant": Creature.EYE,
    "skeleton|skeletal|lich|skull|demilich|bone": Creature.SKULL,
    "slime|ooze|gelatinous|jelly|pudding": Creature.OOZE,
    "golem|warforged|automaton|construct|robot|clockwork": Creature.CONSTRUCT,
    "treant|ent|tree|blight|shambling": Creature.TREE,
    "elemental|fire spirit|living flame": Creature.ELEMENTAL,
    "wolf|worg|bear|owlbear|lion|tiger|panther|cat|hound|dog|boar|werewolf|gnoll|fox|tabaxi|leonin|rat": (
        Creature.BEAST
    ),
    "dragon|wyrm|drake|wyvern|wyrmling|hydra": Creature.DRAGON,
}
CREATURE_TYPES: Mapping[CreatureType, Creature] = {
    CreatureType.ABERRATION: Creature.EYE,
    CreatureType.BEAST: Creature.BEAST,
    CreatureType.CONSTRUCT: Creature.CONSTRUCT,
    CreatureType.DRAGON: Creature.DRAGON,
    CreatureType.ELEMENTAL: Creature.ELEMENTAL,
    CreatureType.MONSTROSITY: Creature.BEAST,
    CreatureType.OOZE: Creature.OOZE,
    CreatureType.PLANT: Creature.TREE,
    CreatureType.UNDEAD: Creature.SKULL,
}
TYPE_PEOPLE: Mapping[CreatureType, str] = {
    CreatureType.FIEND: "demon",
    CreatureType.CELESTIAL: "angel",
    CreatureType.FEY: "fey",
    CreatureType.GIANT: "giant",
}
LAIRS: Mapping[Creature, tuple[Scene, ...]] = {
    Creature.DRAGON: (Scene.MOUNTAINS, Scene.FIRE, Scene.CAVE),
    Creature.SKULL: (Scene.CAVE, Scene.NIGHT),
    Creature.BEAST: (Scene.FOREST, Scene.SNOW, Scene.NIGHT),
    Creature.OOZE: (Scene.CAVE,),
    Creature.CONSTRUCT: (Scene.LIBRARY, Scene.CASTLE),
    Creature.EYE: (Scene.CAVE,),
    Creature.ELEMENTAL: (Scene.CAVE, Scene.MOUNTAINS),
    Creature.TREE: (Scene.FOREST,),
}
MAGIC: Mapping[str, Rgb] = {
    "fire|flame|flames|burning|pyromancer": (1.0, 0.5, 0.12),
    "ice|frost|cold|water": (0.5, 0.85, 1.0),
    "necromancer|necromancy|poison|undead|acid|venom": (0.45, 1.0, 0.35),
    "holy|divine|radiant|sacred|light": (1.0, 0.9, 0.55),
    "lightning|storm|thunder": (0.6, 0.75, 1.0),
    "nature|druid|druidic|plants": (0.55, 0.95, 0.35),
    "warlock|eldritch|shadow|void|curse": (0.70, 0.35, 1.0),
    "magic|magical|arcane|spell|spells|glowing|wizard|sorcerer|sorceress|mage|runes?": (0.35, 0.7, 1.0),
}
