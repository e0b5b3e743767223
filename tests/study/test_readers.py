from deterrence.study.readers import pairs_read, reads
from deterrence.world.network import routes
from tests.shipped import shipped

MODEL = shipped("levant_2024")


def test_whoever_reads_a_pair_reads_every_channel_on_its_routes():
    pairs = pairs_read(MODEL)
    assert pairs[("iran", "us")] == ("gulf", "red_sea", "bases", "axis", "region")
    for pair, games in pairs.items():
        channels = {channel for route in routes(MODEL, *pair) for channel in route}
        assert games and all(channels <= reads(MODEL, game) for game in games)


def test_a_pair_stands_once_in_the_order_of_the_model():
    order = list(MODEL.actors)
    assert all(order.index(a) < order.index(b) for a, b in pairs_read(MODEL))
    assert pairs_read(shipped("textbook/chicken")) == {}
