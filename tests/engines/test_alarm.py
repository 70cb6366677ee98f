"""Limits of time inside each other."""

import time

import pytest

from otverify.engines.alarm import alarm
from otverify.engines.budget import TimedOut


def work_in_vain():
    while True:
        pass


def many_short_ones():
    for _ in range(100):
        try:
            with alarm(0.02) as mine:
                work_in_vain()
        except TimedOut as late:
            if late.limit is not mine:
                raise


def test_time_spent_under_an_inner_limit_counts_for_the_outer_one():
    with pytest.raises(TimedOut, match=r"0\.3 s"), alarm(0.3):
        many_short_ones()


def test_an_inner_limit_leaves_the_rest_of_the_outer_one():
    with alarm(5):
        with pytest.raises(TimedOut, match=r"0\.02 s"), alarm(0.02):
            work_in_vain()
        done = sum(range(1000))
    assert done == 499500


def test_a_limit_that_ends_in_a_callback_of_the_garbage_collector_is_raised_after_it():
    ended = []

    def gc_callback():
        started = time.process_time()
        while time.process_time() - started < 0.05:
            pass
        ended.append(True)

    def work():
        gc_callback()
        work_in_vain()

    with pytest.raises(TimedOut), alarm(0.02):
        work()
    assert ended
