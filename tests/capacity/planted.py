#!/usr/bin/env python3
"""Fleets with a known date of their limit, through the program itself.

    planted.py truth|flat CASES FOLDER     writes fleet.csv, plan.json and truth.csv
    planted.py judge truth|flat FOLDER     reads rows.csv of `headroom capacity --rows`, judges

A case is a host. Growth is a line or a rate; most have a week's season, some a shift of level, some
an outage of eight days, some noise that follows itself, one in ten readings by the hour. The limit
is 100 for all: values are scaled so that the level of the busiest day of the week meets it on the
true date, 10 to 150 days after the last value. Flat fleets never meet it.
"""
import csv
import datetime
import math
import random
import sys

DAY = 86400
START = 1704067200  # 2024-01-01, a Monday
LIMIT = 100.0


class Case:
    """One host: daily values and the day, counted from START, on which its level meets the limit."""

    def __init__(self, number, flat):
        self.random = source = random.Random(number + (1000000 if flat else 0))
        self.days = source.randrange(60, 400)
        self.rate = self.slope = 0.0
        self.shift_day, self.shift = self.days * 10, 0.0
        if not flat and number % 2 == 0:
            self.rate = source.uniform(0.03, 0.2)
        elif not flat:
            self.slope = source.uniform(0.1, 0.6)
        if not flat and number % 4 == 1:
            self.shift_day = source.randrange(self.days // 5, self.days * 4 // 5)
            self.shift = source.uniform(0.15, 0.4) * (1 if number % 8 == 1 else -0.7)
        plain = number % 5 == 0
        self.season = [0.0 if plain else source.uniform(-0.1, 0.1) for _ in range(7)]
        self.outage = source.randrange(10, self.days - 20) if number % 3 == 1 else None
        self.by_hour = number % 10 == 3
        noise = source.uniform(0.5, 6)
        follows = source.uniform(0, 0.6) if number % 3 == 0 else 0.0
        self.truth = self.days - 1 + source.uniform(10, 150)
        top = self.at(self.level(self.truth), max(self.season))
        self.values, error = [], 0.0
        for day in range(self.days):
            error = follows * error + source.gauss(0, noise) * math.sqrt(1 - follows ** 2)
            self.values.append(self.at(self.level(day), self.season[day % 7]) + error)
        if flat:
            top += source.uniform(2, 30)
        self.scale = LIMIT / top

    def level(self, day):
        grown = 100 * (1 + self.rate) ** (day / 30) if self.rate else 100 + self.slope * day
        if day < self.shift_day:
            return grown
        return grown * (1 + self.shift) if self.rate else grown + 100 * self.shift

    def at(self, level, effect):
        return level * math.exp(effect) if self.rate else level + 100 * effect

    def readings(self):
        """(time, value): one a day, or one an hour of which the fourteenth is the largest."""
        for day, value in enumerate(self.values):
            if self.outage is not None and self.outage <= day < self.outage + 8:
                continue
            value *= self.scale
            if not self.by_hour:
                yield START + day * DAY + 43200, value
                continue
            for hour in range(24):
                share = 1 if hour == 14 else 0.3 + 0.4 * self.random.random()
                yield START + day * DAY + hour * 3600, value * share


def write(kind, count, folder):
    with open(f"{folder}/fleet.csv", "w") as fleet, open(f"{folder}/truth.csv", "w") as truth:
        fleet.write("time,name,value,host,unit\n")
        for number in range(1, count + 1):
            case = Case(number, kind == "flat")
            truth.write(f"h{number},{START + case.truth * DAY:.0f}\n")
            for time, value in case.readings():
                fleet.write(f"{time},load,{value:.6g},h{number},%\n")
    with open(f"{folder}/plan.json", "w") as plan:
        plan.write('{"capacity": {"horizon": "365d", "season": "7d", "resources": '
                   '[{"metric": "load", "limit": 100}]}}\n')


def judge(kind, folder):
    truth = {}
    for line in open(f"{folder}/truth.csv"):
        host, at = line.split(",")
        truth[host] = datetime.datetime.utcfromtimestamp(int(at)).date().isoformat()
    dated = held = 0
    rows = list(csv.DictReader(open(f"{folder}/rows.csv")))
    for row in rows:
        if row["state"] != "expected":
            continue
        dated += 1
        held += row["earliest"] <= truth[row["host"]] <= (row["latest"] or "9999")
    if kind == "flat":
        print(f"{dated} of {len(rows)} flat series were given a date")
        good = dated * 50 <= len(rows)
    else:
        print(f"{dated} of {len(rows)} were given a date, {held} hold the true one")
        good = held * 10 >= len(rows) * 9
    return 0 if good and len(rows) == len(truth) else 1


if sys.argv[1] == "judge":
    sys.exit(judge(sys.argv[2], sys.argv[3]))
write(sys.argv[1], int(sys.argv[2]), sys.argv[3])
