-- Every rule between records that the data directory has for people, pairs, contacts and forms; prints a row a problem, nothing else.
-- Days, numbers and the number of fields are the reader's business (fixed column types); it stops at the first bad one.
CREATE MACRO bad_list(topics) AS NOT regexp_full_match(topics, '(thought|study|life|mind)(;(thought|study|life|mind))*');
CREATE MACRO bad_id(id) AS NOT regexp_full_match(id, '[\p{Han}A-Za-z0-9_-][\p{Han}A-Za-z0-9_.-]{0,63}');
CREATE MACRO bad_text(text) AS strlen(text) > 65536 OR regexp_matches(text, '[\x00-\x08\x0b-\x1f\x7f]');
CREATE MACRO bad_day(day) AS day NOT BETWEEN DATE '1900-01-01' AND DATE '2100-12-31';
CREATE TABLE person AS
SELECT * FROM read_csv('data/people.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
  columns = {id: 'VARCHAR', name: 'VARCHAR', gender: 'VARCHAR', major: 'VARCHAR', grade: 'VARCHAR', class: 'VARCHAR',
    branch: 'VARCHAR', stage: 'VARCHAR', stage_since: 'DATE', counsellor: 'VARCHAR', college: 'VARCHAR', dormitory: 'VARCHAR',
    "left": 'DATE', note: 'VARCHAR'});
CREATE TABLE pair AS SELECT *, coalesce("end", DATE '2013-06-06') AS e FROM pairs;
COPY (
  WITH problem AS (
    SELECT 'people' AS record, id AS key, unnest(list_filter([
      if(bad_id(id), 'bad-id', NULL), if(name IS NULL OR bad_text(name), 'bad-name', NULL),
      if(stage NOT IN ('masses', 'league', 'applicant', 'activist', 'candidate', 'probationary', 'full'), 'unknown-stage', NULL),
      if(bad_day(stage_since) OR bad_day("left"), 'bad-day', NULL),
      if(bad_text(concat_ws('', gender, major, grade, class, branch, counsellor, college, dormitory, note)), 'bad-text', NULL)
    ], lambda x: x IS NOT NULL)) AS code FROM person
    UNION ALL SELECT 'people', id, 'doubled-key' FROM person GROUP BY id HAVING count(*) > 1
    UNION ALL
    SELECT 'pairs', pair.id, unnest(list_filter([
      if(bad_id(pair.id) OR NOT starts_with(pair.id, pair.branch || '-'), 'bad-id', NULL),
      if(helper.id IS NULL, 'unknown-helper', NULL), if(helped.id IS NULL, 'unknown-helped', NULL),
      if(pair.helper = pair.helped, 'same-person', NULL), if(pair.e < "start", 'end-before-start', NULL),
      if(bad_day("start") OR bad_day(pair.e), 'bad-day', NULL),
      if(helper.stage NOT IN ('probationary', 'full') OR helped.stage IN ('probationary', 'full'), 'wrong-stage', NULL),
      if(helper.branch IS DISTINCT FROM pair.branch, 'other-branch', NULL),
      if(basis NOT IN ('voluntary', 'assigned'), 'unknown-word', NULL), if(bad_list(topics), 'unknown-topic', NULL),
      if(bad_text(end_reason), 'bad-text', NULL)
    ], lambda x: x IS NOT NULL)) FROM pair LEFT JOIN person helper ON helper.id = pair.helper LEFT JOIN person helped ON helped.id = pair.helped
    UNION ALL SELECT 'pairs', id, 'doubled-key' FROM pair GROUP BY id HAVING count(*) > 1
    UNION ALL
    SELECT 'pairs', id, 'capacity' FROM (
      SELECT id, "start", lag(e) OVER (PARTITION BY helper ORDER BY "start") AS h, lag(e) OVER (PARTITION BY helped ORDER BY "start") AS g
      FROM pair) WHERE "start" <= h OR "start" <= g
    UNION ALL
    SELECT 'contacts', contacts.pair || '@' || date, CASE
      WHEN pair.id IS NULL THEN 'unknown-pair'
      WHEN date IS NULL OR date NOT BETWEEN pair."start" AND pair.e THEN 'outside-pair'
      WHEN act IS NULL OR act NOT IN ('talk', 'attempt') THEN 'unknown-act'
      WHEN mode NOT IN ('face', 'phone', 'online') THEN 'unknown-mode'
      WHEN contacts.topics IS NULL OR bad_list(contacts.topics) THEN 'unknown-topic'
      WHEN minutes < 0 THEN 'bad-number'
      WHEN entered < date THEN 'entered-before'
      WHEN content IS NULL OR bad_text(content) OR bad_text(concat_ws('', place, problem, next, "by")) THEN 'bad-text'
    END AS code FROM contacts LEFT JOIN pair ON pair.id = contacts.pair WHERE code IS NOT NULL
    UNION ALL
    SELECT 'contacts', pair || '@' || date, 'bad-sequence' FROM contacts GROUP BY pair, date
    HAVING min(n) < 1 OR max(n) <> count(*) OR bit_count(bit_or(1::BIGINT << (n % 62))) <> count(*)
    UNION ALL
    SELECT 'forms', forms.pair || '@' || month, CASE
      WHEN pair.id IS NULL THEN 'unknown-pair'
      WHEN try_strptime(month, '%Y-%m') IS NULL THEN 'bad-month'
      WHEN "start" > last_day(strptime(month, '%Y-%m')) OR pair.e < strptime(month, '%Y-%m') THEN 'not-active'
      WHEN received IS NULL OR received < strptime(month, '%Y-%m') THEN 'received-before'
      WHEN review NOT IN ('passed', 'returned') THEN 'unknown-word'
      WHEN reviewed < received OR (reviewed IS NOT NULL AND review IS NULL) THEN 'reviewed-before'
      WHEN score NOT BETWEEN 0 AND 100 THEN 'bad-number'
      WHEN bad_text(concat_ws('', "by", comment)) THEN 'bad-text'
    END AS code FROM forms LEFT JOIN pair ON pair.id = forms.pair WHERE code IS NOT NULL
    UNION ALL
    SELECT 'forms', pair || '@' || month, 'bad-sequence' FROM forms GROUP BY pair, month
    HAVING min(n) < 1 OR max(n) <> count(*) OR bit_count(bit_or(1::BIGINT << (n % 62))) <> count(*)
  )
  SELECT * FROM problem ORDER BY ALL
) TO '/dev/stdout' (FORMAT csv, HEADER false);
