-- The figures of each branch for December 2012 and for the month before, as in duckdb-rollup.sql.
.headers on
.import --skip 1 flat/forms.csv forms
CREATE TEMP TABLE month AS SELECT column1 AS month, column2 AS m, column3 AS t, column4 AS due_day, column5 AS a,
  (SELECT counted FROM cal WHERE day = date(column2, '-1 day')) AS before, (SELECT counted FROM cal WHERE day = column3) AS till
FROM (VALUES
  ('2012-11', '2012-11-01', '2012-11-30', '2012-12-05', '2012-12-06'),
  ('2012-12', '2012-12-01', '2012-12-31', '2013-01-05', '2013-01-06'));
CREATE TEMP TABLE active AS
  SELECT branch, id AS pair, "start" AS s, coalesce(nullif("end", ''), '2013-06-06') AS e, month.*
  FROM pairs JOIN month ON s <= t AND e >= m;
CREATE TEMP TABLE late AS
  WITH point AS (
    SELECT id AS pair, "start" AS day, 0 AS kind FROM pairs
    UNION ALL SELECT pair, date, 1 FROM contacts WHERE act = 'talk' AND date <= '2012-12-31'
    UNION ALL SELECT id, min(coalesce(nullif("end", ''), '2013-06-06'), '2012-12-31'), 2 FROM pairs
  ), stretch AS (
    SELECT pair, lag(day) OVER w AS f, day AS "to", lag(counted) OVER w AS cf, counted AS ct, kind = 2 AS last
    FROM point JOIN cal USING (day) WINDOW w AS (PARTITION BY pair ORDER BY day, kind)
  )
  SELECT * FROM stretch WHERE ct - cf > 14;
CREATE TEMP TABLE duty AS
  SELECT branch, month, sum(late_days) AS late_days, sum(late_days > 0) AS breaches,
    count(DISTINCT iif(late_days > 0, pair, NULL)) AS broken, sum(overdue) AS overdue
  FROM (
    SELECT branch, month, active.pair, max(0, min(ct, till) - max(cf + 14, before)) AS late_days,
      f <= t AND (t < "to" OR last) AND e >= t AND till - cf > 14 AS overdue
    FROM late JOIN active USING (pair))
  GROUP BY branch, month;
CREATE TEMP TABLE talk AS
  SELECT branch, month, count(*) AS contacts, sum(contacts.topics LIKE '%thought%') AS thought,
    sum(contacts.topics LIKE '%study%') AS study, sum(contacts.topics LIKE '%life%') AS life,
    sum(contacts.topics LIKE '%mind%') AS mind, sum(mode = 'face') AS face, sum(mode = 'phone') AS phone,
    sum(mode = 'online') AS online, sum(coalesce(nullif(minutes, ''), 0)) AS minutes,
    sum((SELECT number FROM cal WHERE day = entered) - (SELECT number FROM cal WHERE day = date) > 7) AS late_entries,
    count(DISTINCT pair) AS contacted
  FROM contacts JOIN pairs ON pairs.id = pair JOIN month ON date BETWEEN m AND t WHERE act = 'talk' GROUP BY branch, month;
CREATE TEMP TABLE form AS
  SELECT pair, month, max(n), received, iif(reviewed <= a, nullif(review, ''), NULL) AS review
  FROM forms JOIN month USING (month) WHERE received <= a GROUP BY pair, month;
CREATE INDEX temp.form_key ON form(pair, month);
CREATE TEMP TABLE paper AS
  SELECT branch, month, count(*) AS due, sum(NOT absent AND received <= due_day) AS on_time, sum(NOT absent AND received > due_day) AS late,
    sum(absent AND a > due_day) AS missing, sum(absent AND a <= due_day) AS pending, sum(review IS 'passed') AS passed,
    sum(review IS 'returned') AS returned
  FROM (
    SELECT active.*, received, review, received IS NULL OR review IS 'returned' AS absent
    FROM active LEFT JOIN form USING (pair, month)
    WHERE (SELECT counted FROM cal WHERE day = min(e, t)) - (SELECT counted FROM cal WHERE day = date(max(s, m), '-1 day')) >= 7)
  GROUP BY branch, month;
CREATE TEMP TABLE stock AS SELECT branch, month, count(*) AS pairs, sum(s >= m) AS started FROM active GROUP BY branch, month;
CREATE TEMP TABLE gone AS SELECT branch, month, count(*) AS ended FROM pairs JOIN month ON "end" BETWEEN m AND t GROUP BY branch, month;
SELECT branch, month, pairs, started, coalesce(ended, 0) AS ended, coalesce(contacts, 0) AS contacts, coalesce(thought, 0) AS thought,
  coalesce(study, 0) AS study, coalesce(life, 0) AS life, coalesce(mind, 0) AS mind, coalesce(face, 0) AS face,
  coalesce(phone, 0) AS phone, coalesce(online, 0) AS online, coalesce(minutes, 0) AS minutes, coalesce(late_entries, 0) AS late_entries,
  coalesce(contacted, 0) AS contacted, pairs - coalesce(broken, 0) AS keeping, coalesce(late_days, 0) AS late_days,
  coalesce(breaches, 0) AS breaches, coalesce(overdue, 0) AS overdue, coalesce(due, 0) AS due, coalesce(on_time, 0) AS on_time,
  coalesce(late, 0) AS late, coalesce(missing, 0) AS missing, coalesce(pending, 0) AS pending, coalesce(passed, 0) AS passed,
  coalesce(returned, 0) AS returned
FROM stock LEFT JOIN gone USING (branch, month) LEFT JOIN talk USING (branch, month) LEFT JOIN duty USING (branch, month)
  LEFT JOIN paper USING (branch, month)
ORDER BY month, branch;
