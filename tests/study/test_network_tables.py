import deterrence as dt
from deterrence.study.network_figures import strategic_pairs, weights
from deterrence.study.network_tables import channel_table, reach_table
from deterrence.world.settings import close_channels
from tests.shipped import shipped

MODEL = shipped("levant_2024")


def test_the_table_of_channels_is_the_network():
    table = channel_table(MODEL).set_index("channel")
    for *ends, id, data in dt.network(MODEL).edges(keys=True, data=True):
        if not id.startswith("tie."):
            assert all(
                table.loc[id, key] == data[key]
                for key in ("kind", "carries", "reliability", "delay", "secrecy", "bias")
            )
            joined = sorted(str(table.loc[id, end]) for end in ("from", "to"))
            assert joined == sorted(MODEL.actors[end].name for end in ends)
    assert table.loc["oman_iran", "importance"] == dt.importance(MODEL, "oman_iran", "iran", "us")


def test_the_table_of_pairs_counts_only_routes_that_can_be_open():
    shut = close_channels(MODEL, ["us_oman"])
    rows = {(row["from"], row["to"]): row for row in reach_table(shut).to_dict("records")}
    assert len(rows) == len(strategic_pairs(MODEL))
    closed = rows[("Iran", "United States")]
    assert closed["routes"] == 0 and closed["reach"] == 0


def test_what_matters_to_a_pair_is_the_librarys_importance_greatest_first():
    found = weights(MODEL, "israel", "us")
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert all(dt.importance(MODEL, id, "israel", "us") == weight for id, weight in found.items())
