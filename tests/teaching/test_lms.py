"""What learning systems are given, and what they are not."""

from deterrence.teaching.lms import left_out, list_tasks


def test_what_is_left_out_is_said(exercise):
    said = " ".join(left_out(exercise))
    assert all(word in said for word in ("Formulas", "Rankings", "Designs", "Predictions", "Texts"))


def test_variants_differ_and_are_as_many_as_asked_for_or_as_there_are(exercise):
    tasks = {question.id: tasks for question, tasks in list_tasks(exercise, n_variants=3)}
    assert [len(tasks[id]) for id in ("number", "in-the-case", "why", "guess")] == [3, 2, 1, 1]
    assert len({task.text for task in tasks["number"]}) == 3
    assert [len(task.numbers) for task in tasks["number"]] == [3, 3, 3]
    assert all(sorted(option.credit for option in task.options) == [0, 0.25, 1] for task in tasks["deal"])
