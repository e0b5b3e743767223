import deterrence as dt
from deterrence.study.network_figures import strategic_pairs
from deterrence.study.network_tables import reach_table
from deterrence.study.network_words import network_changes, network_sentences
from deterrence.world.settings import close_channels
from tests.shipped import shipped

MODEL = shipped("levant_2024")


def test_words_and_tables_have_the_numbers_of_the_network_functions():
    said = network_sentences(MODEL)
    table = reach_table(MODEL)
    for a, b in strategic_pairs(MODEL):
        names = MODEL.actors[a].name, MODEL.actors[b].name
        (row,) = table[(table["from"] == names[0]) & (table["to"] == names[1])].to_dict("records")
        assert row["reach"] == dt.reach(MODEL, a, b)
        assert row["delay"] == dt.delay(MODEL, a, b) and row["secrecy"] == dt.secrecy(MODEL, a, b)
        weights = {channel: dt.importance(MODEL, channel, a, b) for channel in MODEL.channels}
        assert row["importance"] == max(weights.values())
        sentence = [each for each in said if each.startswith(f"{names[0]} and {names[1]}: ")]
        if row["reach"] == 0:
            assert sentence == [] and any(f"{names[0]} and {names[1]}" in s for s in said if s.startswith("No open"))
        else:
            assert f"reach {row['reach']:.0%}," in sentence[0] and f"importance {row['importance']:.2f}." in sentence[0]
            assert weights[row["most_important"]] == row["importance"]


def test_our_words_predict_nothing():
    said = " ".join(network_sentences(dt.apply(MODEL, list(MODEL.options)), baseline=MODEL))
    assert " will " not in said and said.endswith("Not a forecast.")


def test_a_closed_channel_counts_as_removed():
    shut = close_channels(MODEL, ["us_oman"])
    assert network_sentences(shut)[0].startswith(f"{len(MODEL.channels) - 1} channels join ")
    said = network_changes(shut, MODEL, strategic_pairs(MODEL))
    assert said[0] == "Removed: backchannel, United States and Oman, reliability 90%."
    back = network_changes(MODEL, shut, strategic_pairs(MODEL))
    assert any(sentence.startswith("Changed: backchannel, United States and Oman") for sentence in back)
