-- The figures of each branch for December 2012 and for the month before, each as of the day after its forms were due.
-- m: first day, t: last day, a: day of asking, due: day by which forms were due.
CREATE MACRO counted(a, b) AS
  (b - a) - greatest(0, least(b, DATE '2013-02-26') - greatest(a, DATE '2013-01-18'));
CREATE TABLE month AS FROM (VALUES
  ('2012-11', DATE '2012-11-01', DATE '2012-11-30', DATE '2012-12-05', DATE '2012-12-06'),
  ('2012-12', DATE '2012-12-01', DATE '2012-12-31', DATE '2013-01-05', DATE '2013-01-06')) AS month(month, m, t, due, a);
CREATE TABLE span AS
  SELECT branch, id AS pair, "start" AS s, coalesce("end", DATE '2013-06-06') AS e, "end" AS ended FROM pairs;
CREATE TABLE met AS
  SELECT pair, date, topics, mode, coalesce(minutes, 0) AS minutes, entered - date AS delay
  FROM contacts WHERE act = 'talk' AND date <= DATE '2012-12-31';
COPY (
  WITH active AS (
    SELECT branch, pair, s, e, month.* FROM span JOIN month ON s <= t AND e >= m
  ), point AS (
    SELECT pair, s AS day, 0 AS kind FROM span
    UNION ALL SELECT pair, date, 1 FROM met
    UNION ALL SELECT pair, least(e, DATE '2012-12-31'), 2 FROM span
  ), stretch AS (
    SELECT pair, lag(day) OVER w AS f, day AS "to", kind = 2 AS last
    FROM point WINDOW w AS (PARTITION BY pair ORDER BY day, kind)
  ), late AS (
    SELECT * FROM stretch WHERE counted(f, "to") > 14
  ), judged AS (
    SELECT active.branch, active.month, active.pair,
      greatest(0, counted(f, least("to", t)) - greatest(14, counted(f, m - 1))) AS late_days,
      f <= t AND (t < "to" OR last) AND e >= t AND counted(f, t) > 14 AS overdue
    FROM active JOIN late ON late.pair = active.pair
  ), duty AS (
    SELECT branch, month, sum(late_days) AS late_days, count(*) FILTER (late_days > 0) AS breaches,
      count(DISTINCT pair) FILTER (late_days > 0) AS broken, count(*) FILTER (overdue) AS overdue
    FROM judged GROUP BY ALL
  ), talk AS (
    SELECT branch, month, count(*) AS contacts,
      count(*) FILTER (topics LIKE '%thought%') AS thought, count(*) FILTER (topics LIKE '%study%') AS study,
      count(*) FILTER (topics LIKE '%life%') AS life, count(*) FILTER (topics LIKE '%mind%') AS mind,
      count(*) FILTER (mode = 'face') AS face, count(*) FILTER (mode = 'phone') AS phone, count(*) FILTER (mode = 'online') AS online,
      sum(minutes) AS minutes, count(*) FILTER (delay > 7) AS late_entries, count(DISTINCT met.pair) AS contacted
    FROM met JOIN active ON active.pair = met.pair AND date BETWEEN m AND t GROUP BY ALL
  ), form AS (
    SELECT pair, month, arg_max({received: received, review: if(reviewed <= a, review, NULL)}, n) AS f
    FROM forms JOIN month USING (month) WHERE received <= a GROUP BY ALL
  ), sheet AS (
    SELECT branch, month, f.review, f.received, due AS due_day, a > due AS past,
      f.received IS NULL OR f.review IS NOT DISTINCT FROM 'returned' AS absent
    FROM active LEFT JOIN form USING (pair, month)
    WHERE counted(greatest(s, m) - 1, least(e, t)) >= 7
  ), paper AS (
    SELECT branch, month, count(*) AS due, count(*) FILTER (NOT absent AND received <= due_day) AS on_time,
      count(*) FILTER (NOT absent AND received > due_day) AS late, count(*) FILTER (absent AND past) AS missing,
      count(*) FILTER (absent AND NOT past) AS pending, count(*) FILTER (review = 'passed') AS passed,
      count(*) FILTER (review = 'returned') AS returned
    FROM sheet GROUP BY ALL
  ), stock AS (
    SELECT branch, month, count(*) AS pairs, count(*) FILTER (s BETWEEN m AND t) AS started FROM active GROUP BY ALL
  ), gone AS (
    SELECT branch, month, count(*) AS ended FROM span JOIN month ON ended BETWEEN m AND t GROUP BY ALL
  )
  SELECT branch, month, pairs, started, coalesce(ended, 0) AS ended, coalesce(contacts, 0) AS contacts,
    coalesce(thought, 0) AS thought, coalesce(study, 0) AS study, coalesce(life, 0) AS life, coalesce(mind, 0) AS mind,
    coalesce(face, 0) AS face, coalesce(phone, 0) AS phone, coalesce(online, 0) AS online, coalesce(minutes, 0) AS minutes,
    coalesce(late_entries, 0) AS late_entries, coalesce(contacted, 0) AS contacted, pairs - coalesce(broken, 0) AS keeping,
    coalesce(late_days, 0) AS late_days, coalesce(breaches, 0) AS breaches, coalesce(overdue, 0) AS overdue,
    coalesce(due, 0) AS due, coalesce(on_time, 0) AS on_time, coalesce(late, 0) AS late, coalesce(missing, 0) AS missing,
    coalesce(pending, 0) AS pending, coalesce(passed, 0) AS passed, coalesce(returned, 0) AS returned
  FROM stock LEFT JOIN gone USING (branch, month) LEFT JOIN talk USING (branch, month) LEFT JOIN duty USING (branch, month)
    LEFT JOIN paper USING (branch, month)
  ORDER BY month, branch
) TO '/dev/stdout' (FORMAT csv, HEADER);
