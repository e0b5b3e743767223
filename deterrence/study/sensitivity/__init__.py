"""Which of the assumed numbers a result hangs on: shares of variance, screening, ranges end to end, derivatives."""
