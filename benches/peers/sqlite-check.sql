-- The two-week rule as of 2013-05-31, as in duckdb-check.sql.
.headers on
WITH point AS (
  SELECT id AS pair, "start" AS day, 0 AS kind FROM pairs
  UNION ALL
  SELECT pair, date, 1 FROM contacts WHERE act = 'talk' AND date <= '2013-05-31'
  UNION ALL
  SELECT id, min(coalesce(nullif("end", ''), '2013-06-06'), '2013-05-31'), 2 FROM pairs
), stretch AS (
  SELECT pair, lag(day) OVER w AS "from", day AS "to", cal.counted - lag(cal.counted) OVER w AS days
  FROM point JOIN cal USING (day) WINDOW w AS (PARTITION BY pair ORDER BY day, kind)
)
SELECT branch, pair, "from", "to", days FROM stretch JOIN pairs ON pairs.id = pair
WHERE days > 14 ORDER BY branch, pair, "from";
