"""The three jobs in Polars: polars_jobs.py check|rollup|validate files|flat (beside the folders data and flat; answer to stdout)."""

import sys
from datetime import date

import polars as pl

job, layout = sys.argv[1:3]
HELPING_END, PAUSE_BEFORE, PAUSE_END = date(2013, 6, 6), date(2013, 1, 18), date(2013, 2, 26)
AS_OF = date(2013, 5, 31)
TEXT, DAY, INT = pl.String, pl.Date, pl.Int32
CONTACTS = {"pair": TEXT, "date": DAY, "n": INT, "act": TEXT, "mode": TEXT, "topics": TEXT, "minutes": INT, "place": TEXT,
            "content": TEXT, "problem": TEXT, "next": TEXT, "entered": DAY, "by": TEXT}
PAIRS = {"id": TEXT, "helper": TEXT, "helped": TEXT, "basis": TEXT, "topics": TEXT, "start": DAY, "end": DAY, "end_reason": TEXT}
FORMS = {"pair": TEXT, "month": TEXT, "n": INT, "received": DAY, "review": TEXT, "reviewed": DAY, "by": TEXT, "score": pl.Float64,
         "comment": TEXT}
PEOPLE = {"id": TEXT, "name": TEXT, "gender": TEXT, "major": TEXT, "grade": TEXT, "class": TEXT, "branch": TEXT, "stage": TEXT,
          "stage_since": DAY, "counsellor": TEXT, "college": TEXT, "dormitory": TEXT, "left": DAY, "note": TEXT}
c = pl.col


def table(name, schema):
    return pl.scan_csv(f"flat/{name}.csv" if layout == "flat" else f"data/branches/*/{name}.csv", schema=schema)


def pairs():
    if layout == "flat":
        found = table("pairs", {"branch": TEXT} | PAIRS)
    else:
        found = pl.scan_csv("data/branches/*/pairs.csv", schema=PAIRS, include_file_paths="file")
        found = found.with_columns(branch=c.file.str.split("/").list.get(-2)).drop("file")
    return found.rename({"id": "pair"}).with_columns(e=c.end.fill_null(HELPING_END))


def day(value):
    return pl.lit(value) if isinstance(value, date) else value


def counted(a, b):
    """Days after a up to b outside the winter break."""
    a, b = day(a), day(b)
    inside = (pl.min_horizontal(b, pl.lit(PAUSE_END)) - pl.max_horizontal(a, pl.lit(PAUSE_BEFORE))).dt.total_days()
    return (b - a).dt.total_days() - inside.clip(lower_bound=0)


def stretches(met, spans, until):
    """From the start or a contact to the next one or to the last day judged."""
    points = pl.concat([
        spans.select("pair", day=c.start, kind=pl.lit(0, pl.Int8)),
        met.filter(c.date <= until).select("pair", day=c.date, kind=pl.lit(1, pl.Int8)),
        spans.select("pair", day=pl.min_horizontal(c.e, pl.lit(until)), kind=pl.lit(2, pl.Int8)),
    ]).sort("pair", "day", "kind")
    before = pl.when(c.pair == c.pair.shift()).then(c.day.shift())
    found = points.select("pair", "kind", **{"from": before, "to": c.day}).drop_nulls("from")
    return found.with_columns(days=counted(c("from"), c.to)).filter(c.days > 14)


def check():
    met = table("contacts", CONTACTS).filter(c.act == "talk")
    spans = pairs()
    found = stretches(met, spans, AS_OF).join(spans.select("branch", "pair"), on="pair")
    return found.select("branch", "pair", "from", "to", "days").sort("branch", "pair", "from")


def rollup():
    months = pl.LazyFrame({
        "month": ["2012-11", "2012-12"], "m": [date(2012, 11, 1), date(2012, 12, 1)], "t": [date(2012, 11, 30), date(2012, 12, 31)],
        "due_day": [date(2012, 12, 5), date(2013, 1, 5)], "a": [date(2012, 12, 6), date(2013, 1, 6)]})
    by = ["branch", "month"]
    spans = pairs().select("branch", "pair", "start", "end", "e")
    crossed = spans.join(months, how="cross")
    active = crossed.filter(c.start <= c.t, c.e >= c.m)
    met = table("contacts", CONTACTS).filter(c.act == "talk", c.date <= date(2012, 12, 31)).select(
        "pair", "date", "topics", "mode", "minutes", "entered", month=c.date.dt.strftime("%Y-%m"))
    gaps = active.join(stretches(met, spans, date(2012, 12, 31)), on="pair").select(
        *by, "pair",
        late_days=(counted(c("from"), pl.min_horizontal("to", "t"))
                   - counted(c("from"), c.m.dt.offset_by("-1d")).clip(lower_bound=14)).clip(lower_bound=0),
        overdue=(c("from") <= c.t) & ((c.t < c.to) | (c.kind == 2)) & (c.e >= c.t) & (counted(c("from"), c.t) > 14))
    duty = gaps.group_by(by).agg(
        c.late_days.sum(), breaches=(c.late_days > 0).sum(), broken=c.pair.filter(c.late_days > 0).n_unique(),
        overdue=c.overdue.sum())
    has = {topic: c.topics.str.contains(topic, literal=True).sum() for topic in ("thought", "study", "life", "mind")}
    through = {mode: (c.mode == mode).sum() for mode in ("face", "phone", "online")}
    talk = met.join(active.select(*by, "pair"), on=["pair", "month"]).group_by(by).agg(
        contacts=pl.len(), **has, **through, minutes=c.minutes.sum(),
        late_entries=((c.entered - c.date).dt.total_days() > 7).sum(), contacted=c.pair.n_unique())
    sheets = table("forms", FORMS).join(months, on="month").filter(c.received <= c.a).sort("n").group_by("pair", "month").agg(
        c.received.last(), review=pl.when(c.reviewed <= c.a).then(c.review).last())
    returned = c.review.eq_missing("returned")
    absent = c.received.is_null() | returned
    paper = active.filter(counted(pl.max_horizontal("start", "m").dt.offset_by("-1d"), pl.min_horizontal("e", "t")) >= 7).join(
        sheets, on=["pair", "month"], how="left").group_by(by).agg(
        due=pl.len(), on_time=(~absent & (c.received <= c.due_day)).sum(), late=(~absent & (c.received > c.due_day)).sum(),
        missing=(absent & (c.a > c.due_day)).sum(), pending=(absent & (c.a <= c.due_day)).sum(),
        passed=(c.review == "passed").sum(), returned=returned.sum())
    stock = active.group_by(by).agg(pairs=pl.len(), started=(c.start >= c.m).sum())
    gone = crossed.filter(c.end.is_between(c.m, c.t)).group_by(by).agg(ended=pl.len())
    found = stock
    for part in (gone, talk, duty, paper):
        found = found.join(part, on=by, how="left")
    found = found.with_columns(keeping=c.pairs - c.broken.fill_null(0)).with_columns(pl.exclude(by).fill_null(0))
    return found.select(
        *by, "pairs", "started", "ended", "contacts", *has, *through, "minutes", "late_entries", "contacted", "keeping", "late_days",
        "breaches", "overdue", "due", "on_time", "late", "missing", "pending", "passed", "returned").sort("month", "branch")


def validate():
    """The first problem of each record; the reader itself stops at the first bad day, number or ragged row."""
    topics = r"^(thought|study|life|mind)(;(thought|study|life|mind))*$"
    control, good_id = r"[\x00-\x08\x0b-\x1f\x7f]", r"^[\p{Han}A-Za-z0-9_-][\p{Han}A-Za-z0-9_.-]{0,63}$"
    learners = ["masses", "league", "applicant", "activist", "candidate"]
    members = ["probationary", "full"]

    def bad_text(*names):
        return pl.any_horizontal(*(c(name).str.contains(control) | (c(name).str.len_bytes() > 65536) for name in names)).fill_null(False)

    def bad_day(name):
        return ~c(name).is_between(date(1900, 1, 1), date(2100, 12, 31))

    def problems(record, frame, key, rules):
        code = pl.coalesce(*(pl.when(rule).then(pl.lit(code)) for code, rule in rules.items()))
        return frame.select(record=pl.lit(record), key=key, code=code).filter(c.code.is_not_null())

    def doubled(record, frame, key):
        found = frame.group_by(key=key).len().filter(c.len > 1)
        return found.select(record=pl.lit(record), key="key", code=pl.lit("doubled-key"))

    def sequence(record, frame, *key):
        found = frame.group_by(*key).agg(c.n.min().alias("low"), c.n.max().alias("high"), kinds=c.n.n_unique(), rows=pl.len())
        found = found.filter((c.low < 1) | (c.high != c.rows) | (c.kinds != c.rows))
        return found.select(record=pl.lit(record), key=pl.format("{}@{}", *key), code=pl.lit("bad-sequence"))

    people = pl.scan_csv("data/people.csv", schema=PEOPLE)
    known = people.select("id", "stage", "branch")
    spans = pairs()
    joined = spans.join(known, left_on="helper", right_on="id", how="left", suffix="_helper").join(
        known, left_on="helped", right_on="id", how="left", suffix="_helped")
    dates = spans.select("pair", "start", "e")
    contacts = table("contacts", CONTACTS)
    forms = table("forms", FORMS)
    first = pl.format("{}-01", c.month).str.to_date(strict=False)
    overlaps = [spans.sort(who, "start").filter((c(who) == c(who).shift()) & (c.start <= c.e.shift())) for who in ("helper", "helped")]
    found = [
        problems("people", people, c.id, {
            "bad-id": ~c.id.str.contains(good_id), "bad-name": c.name.is_null() | bad_text("name"),
            "unknown-stage": ~c.stage.is_in(learners + members), "bad-day": bad_day("stage_since") | bad_day("left"),
            "bad-text": bad_text("gender", "major", "grade", "class", "branch", "counsellor", "college", "dormitory", "note")}),
        doubled("people", people, c.id),
        problems("pairs", joined, c.pair, {
            "bad-id": ~c.pair.str.contains(good_id) | ~c.pair.str.starts_with(c.branch),
            "unknown-helper": c.stage.is_null(), "unknown-helped": c.stage_helped.is_null(), "same-person": c.helper == c.helped,
            "end-before-start": c.e < c.start, "bad-day": bad_day("start") | bad_day("e"),
            "wrong-stage": ~c.stage.is_in(members) | ~c.stage_helped.is_in(learners),
            "other-branch": c.branch_helper.ne_missing(c.branch), "unknown-word": ~c.basis.is_in(["voluntary", "assigned"]),
            "unknown-topic": ~c.topics.str.contains(topics), "bad-text": bad_text("end_reason")}),
        doubled("pairs", spans, c.pair),
        *(problems("pairs", frame, c.pair, {"capacity": pl.lit(True)}) for frame in overlaps),
        problems("contacts", contacts.join(dates, on="pair", how="left"), pl.format("{}@{}", c.pair, c.date), {
            "unknown-pair": c.start.is_null(), "outside-pair": c.date.is_null() | (c.date < c.start) | (c.date > c.e),
            "unknown-act": c.act.is_null() | ~c.act.is_in(["talk", "attempt"]),
            "unknown-mode": ~c.mode.is_in(["face", "phone", "online"]),
            "unknown-topic": c.topics.is_null() | ~c.topics.str.contains(topics), "bad-number": c.minutes < 0,
            "entered-before": c.entered < c.date, "bad-text": c.content.is_null() | bad_text("content", "place", "problem", "next", "by")}),
        sequence("contacts", contacts, "pair", "date"),
        problems("forms", forms.join(dates, on="pair", how="left"), pl.format("{}@{}", c.pair, c.month), {
            "unknown-pair": c.start.is_null(), "bad-month": first.is_null(), "not-active": (c.start > first.dt.month_end()) | (c.e < first),
            "received-before": c.received.is_null() | (c.received < first), "unknown-word": ~c.review.is_in(["passed", "returned"]),
            "reviewed-before": (c.reviewed < c.received) | (c.reviewed.is_not_null() & c.review.is_null()),
            "bad-number": ~c.score.is_between(0, 100), "bad-text": bad_text("by", "comment")}),
        sequence("forms", forms, "pair", "month"),
    ]
    return pl.concat(found).sort(pl.all())


answer = {"check": check, "rollup": rollup, "validate": validate}[job]().collect(engine="streaming")
sys.stdout.write(answer.write_csv(include_header=job != "validate"))
