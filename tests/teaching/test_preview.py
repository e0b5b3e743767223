"""What an author sees before handing out."""

from deterrence.teaching.preview import preview, preview_codes


def test_a_preview_shows_keys_to_the_author(exercise):
    text = "\n".join(preview(exercise, preview_codes(1)))
    assert "Key: 0.590909, give or take 0.005; wrong paths: one-period 1.44444 (0.5)" in text
    assert "gates: still-a-dilemma; checks: holds (0.75), with-room (0.25)" in text
