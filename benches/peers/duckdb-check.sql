-- The two-week rule as of 2013-05-31: every stretch of more than 14 counted days, from the start or a contact to the next one or
-- to the last day judged.
CREATE MACRO counted(a, b) AS
  (b - a) - greatest(0, least(b, DATE '2013-02-26') - greatest(a, DATE '2013-01-18'));
COPY (
  WITH point AS (
    SELECT id AS pair, "start" AS day, 0 AS kind FROM pairs
    UNION ALL
    SELECT pair, date, 1 FROM contacts WHERE act = 'talk' AND date <= DATE '2013-05-31'
    UNION ALL
    SELECT id, least(coalesce("end", DATE '2013-06-06'), DATE '2013-05-31'), 2 FROM pairs
  ), stretch AS (
    SELECT pair, lag(day) OVER (PARTITION BY pair ORDER BY day, kind) AS "from", day AS "to" FROM point
  )
  SELECT branch, pair, "from", "to", counted("from", "to") AS days
  FROM stretch JOIN pairs ON pairs.id = pair
  WHERE counted("from", "to") > 14
  ORDER BY branch, pair, "from"
) TO '/dev/stdout' (FORMAT csv, HEADER);
