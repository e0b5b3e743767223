from hypothesis import settings


def test_property_tests_draw_the_same_examples_everywhere():
    assert settings().derandomize and settings(max_examples=5).derandomize
