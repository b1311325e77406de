"""Themes: inheritance, rules, JSON and what is shipped."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from generation.spec import LoraWeight
from generation.themes import codecs
from generation.themes.builtin import load_builtin_themes, parse_themes
from generation.themes.findings import FindingCode, FindingSeverity
from generation.themes.rules import check_rules
from generation.themes.theme import Theme, ThemeRules, ThemeStyle, ThemeVariation, resolve_style
from generation.vocabulary import ImageKind

BUILTIN = {theme.slug: theme for theme in load_builtin_themes()}


def make_theme(**rules: object) -> Theme:
    return Theme(slug="test", name="Test", rules=ThemeRules(**rules))


def test_text_joins_root_first() -> None:
    root = ThemeStyle(prompt_prefix="oil painting", lighting="warm light")
    child = ThemeStyle(prompt_prefix="gothic")
    resolved = resolve_style([root, child], ThemeStyle(lighting="moonlight"))
    assert resolved.prompt_prefix == "oil painting, gothic"
    assert resolved.lighting == "warm light, moonlight"


def test_the_same_text_is_said_once() -> None:
    style = ThemeStyle(art_style="oil painting, ")
    assert resolve_style([style, ThemeStyle(art_style="oil painting")]).art_style == "oil painting"


def test_lists_add_and_a_later_lora_weight_replaces() -> None:
    root = ThemeStyle(palette=("#111111", "#222222"), loras=(LoraWeight(name="ink", weight=0.5),))
    child = ThemeStyle(palette=("#222222", "#333333"), loras=(LoraWeight(name="ink", weight=0.8),))
    resolved = resolve_style([root, child])
    assert resolved.palette == ("#111111", "#222222", "#333333")
    assert resolved.loras == (LoraWeight(name="ink", weight=0.8),)


def test_numbers_replace_even_by_zero() -> None:
    root = ThemeStyle(num_inference_steps=30, guidance_scale=7.0, scheduler="euler")
    resolved = resolve_style([root, ThemeStyle(guidance_scale=0.0)])
    assert (resolved.num_inference_steps, resolved.guidance_scale, resolved.scheduler) == (30, 0.0, "euler")


def test_an_empty_chain_resolves_to_the_empty_style() -> None:
    assert resolve_style([]) == ThemeStyle()


def test_a_theme_finds_its_variation_by_name() -> None:
    theme = BUILTIN["dark-gothic"]
    variation = theme.variation("blood-moon")
    assert variation is not None
    assert "red" in (variation.style.prompt_suffix or "")
    assert theme.variation("no such") is None


def test_a_kind_outside_the_theme_is_found() -> None:
    [finding] = check_rules(make_theme(kinds=(ImageKind.MAP,)), ImageKind.PORTRAIT, "an elf")
    assert (finding.code, finding.severity) == (FindingCode.THEME_KIND, FindingSeverity.ERROR)
    assert finding.term == "portrait"


def test_a_theme_without_kinds_is_for_all() -> None:
    assert not any(check_rules(make_theme(), kind, "") for kind in ImageKind)


@pytest.mark.parametrize("text", ["A CUTE elf", "ｃｕｔｅ elf", "elf, cute.", "so (cute)"])
def test_a_forbidden_term_is_found_in_any_form(text: str) -> None:
    [finding] = check_rules(make_theme(forbidden_terms=("cute",)), ImageKind.PORTRAIT, text)
    assert (finding.code, finding.term) == (FindingCode.FORBIDDEN_TERM, "cute")


def test_a_forbidden_term_inside_a_longer_word_is_not_meant() -> None:
    assert check_rules(make_theme(forbidden_terms=("cute",)), ImageKind.PORTRAIT, "an executed spy") == []


def test_a_term_of_two_words_may_be_spaced_freely() -> None:
    theme = make_theme(forbidden_terms=("science fiction",))
    assert check_rules(theme, ImageKind.SCENE, "Science\n  Fiction") != []


def test_a_missing_term_is_found() -> None:
    theme = make_theme(required_terms=("ink", "paper"))
    [finding] = check_rules(theme, ImageKind.PORTRAIT, "ink drawing")
    assert (finding.code, finding.term) == (FindingCode.MISSING_TERM, "paper")


@given(text=st.text(), term=st.text(min_size=1))
def test_rules_bear_any_text(text: str, term: str) -> None:
    theme = make_theme(forbidden_terms=(term,), required_terms=(term,))
    findings = check_rules(theme, ImageKind.PORTRAIT, text)
    assert len(findings) == 1  # a term is said, and forbidden, or is missing


def test_the_promised_themes_are_shipped() -> None:
    assert {"classic-fantasy", "dark-gothic", "high-magic", "ink-sketch", "parchment"} <= set(BUILTIN)


@pytest.mark.parametrize("theme", BUILTIN.values(), ids=BUILTIN)
def test_a_shipped_theme_is_complete(theme: Theme) -> None:
    style = theme.style
    assert all((theme.description, style.prompt_prefix, style.prompt_suffix, style.negative_prompt))
    assert all((style.art_style, style.lighting))
    assert 5 <= len(style.palette) <= 6
    assert len({variation.name for variation in theme.variations}) == len(theme.variations) >= 2
    assert set(theme.rules.incompatible_themes) <= set(BUILTIN)


@pytest.mark.parametrize("theme", BUILTIN.values(), ids=BUILTIN)
def test_a_shipped_theme_keeps_its_own_rules(theme: Theme) -> None:
    for variation in theme.variations:
        style = resolve_style([theme.style], variation.style)
        text = ", ".join(
            filter(None, (style.prompt_prefix, style.art_style, style.lighting, style.prompt_suffix))
        )
        assert check_rules(theme, ImageKind.PORTRAIT, text) == []


def test_shipped_themes_look_different() -> None:
    assert len({theme.style.palette for theme in BUILTIN.values()}) == len(BUILTIN)
    assert len({theme.style.art_style for theme in BUILTIN.values()}) == len(BUILTIN)


@pytest.mark.parametrize(
    "toml",
    [
        '[[themes]]\nslug = "a"\nname = "A"\ncolour = "red"',
        '[[themes]]\nslug = "a"\nname = "A"\n[themes.style]\nprefix = "x"',
        '[[themes]]\nslug = "a"\nname = "A"\n[themes.style]\npalette = ["red"]',
        '[[themes]]\nslug = "a"\nname = "A"\n[themes.rules]\nkinds = ["poster"]',
        '[[themes]]\nslug = "a"',
    ],
    ids=["unknown key", "unknown style key", "no colour", "unknown kind", "no name"],
)
def test_a_wrong_data_file_is_refused(toml: str) -> None:
    with pytest.raises(ValidationError):
        parse_themes(toml)


def test_a_slug_may_be_used_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        parse_themes('[[themes]]\nslug = "a"\nname = "A"\n' * 2)


def test_a_parent_stands_above_its_child() -> None:
    with pytest.raises(ValueError, match="not above"):
        parse_themes('[[themes]]\nslug = "a"\nname = "A"\nparent = "b"')


@pytest.mark.parametrize("theme", BUILTIN.values(), ids=BUILTIN)
def test_themes_come_back_from_json_unchanged(theme: Theme) -> None:
    def through_json(value: object) -> object:
        return json.loads(json.dumps(value))

    assert codecs.STYLE.decode(through_json(codecs.STYLE.encode(theme.style))) == theme.style
    assert codecs.RULES.decode(through_json(codecs.RULES.encode(theme.rules))) == theme.rules
    stored = through_json(codecs.VARIATIONS.encode(theme.variations))
    assert codecs.VARIATIONS.decode(stored) == theme.variations


def test_json_that_is_no_style_is_refused() -> None:
    with pytest.raises(ValidationError):
        codecs.STYLE.decode({"colour": "red"})


def test_a_variation_lies_over_its_theme() -> None:
    theme = Theme(
        slug="a",
        name="A",
        style=ThemeStyle(guidance_scale=5.0),
        variations=(ThemeVariation(name="strong", style=ThemeStyle(guidance_scale=9.0)),),
    )
    assert resolve_style([theme.style], theme.variations[0].style).guidance_scale == 9.0
