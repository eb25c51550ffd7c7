-- The rules between records as in duckdb-validate.sql; SQLite has no typed reader and no pattern matching, so days are looked up in the
-- season's calendar and texts are searched for control characters by GLOB. A doubled person or pair stops the loading.
CREATE TABLE people(id TEXT PRIMARY KEY, name TEXT, gender TEXT, major TEXT, grade TEXT, class TEXT, branch TEXT, stage TEXT,
  stage_since TEXT, counsellor TEXT, college TEXT, dormitory TEXT, "left" TEXT, note TEXT) WITHOUT ROWID;
.import --skip 1 data/people.csv people
.import --skip 1 flat/forms.csv forms
.headers off
CREATE TEMP TABLE control AS SELECT '*[' || char(1) || '-' || char(8) || char(11) || '-' || char(31) || char(127) || ']*' AS pattern;
CREATE TEMP TABLE topics AS SELECT DISTINCT topics, replace(replace(replace(replace(topics || ';', 'thought;', ''), 'study;', ''),
  'life;', ''), 'mind;', '') <> '' AS bad FROM (SELECT topics FROM contacts UNION ALL SELECT topics FROM pairs);
CREATE UNIQUE INDEX temp.topics_key ON topics(topics, bad);
SELECT 'people', id, CASE
  WHEN length(id) NOT BETWEEN 1 AND 64 THEN 'bad-id'
  WHEN name = '' OR name GLOB pattern THEN 'bad-name'
  WHEN stage NOT IN ('masses', 'league', 'applicant', 'activist', 'candidate', 'probationary', 'full') THEN 'unknown-stage'
  WHEN (stage_since <> '' AND stage_since IS NOT date(stage_since)) OR ("left" <> '' AND "left" IS NOT date("left")) THEN 'bad-day'
  WHEN gender || major || grade || class || branch || counsellor || college || dormitory || note GLOB pattern THEN 'bad-text'
  END AS code FROM people, control WHERE code IS NOT NULL
UNION ALL
SELECT 'pairs', pairs.id, CASE
  WHEN substr(pairs.id, 1, length(pairs.branch) + 1) <> pairs.branch || '-' THEN 'bad-id'
  WHEN helper.id IS NULL THEN 'unknown-helper' WHEN helped.id IS NULL THEN 'unknown-helped'
  WHEN pairs.helper = pairs.helped THEN 'same-person'
  WHEN "start" IS NOT date("start") OR ("end" <> '' AND "end" IS NOT date("end")) THEN 'bad-day'
  WHEN "end" <> '' AND "end" < "start" THEN 'end-before-start'
  WHEN helper.stage NOT IN ('probationary', 'full') OR helped.stage IN ('probationary', 'full') THEN 'wrong-stage'
  WHEN helper.branch <> pairs.branch THEN 'other-branch' WHEN basis NOT IN ('voluntary', 'assigned') THEN 'unknown-word'
  WHEN (SELECT bad FROM topics WHERE topics.topics = pairs.topics) THEN 'unknown-topic' WHEN end_reason GLOB pattern THEN 'bad-text'
  END AS code FROM pairs, control LEFT JOIN people helper ON helper.id = pairs.helper LEFT JOIN people helped ON helped.id = pairs.helped
WHERE code IS NOT NULL
UNION ALL
SELECT 'pairs', id, 'capacity' FROM (
  SELECT id, "start", lag(e) OVER (PARTITION BY helper ORDER BY "start") AS h, lag(e) OVER (PARTITION BY helped ORDER BY "start") AS g
  FROM (SELECT *, coalesce(nullif("end", ''), '2013-06-06') AS e FROM pairs)) WHERE "start" <= h OR "start" <= g
UNION ALL
SELECT 'contacts', pair || '@' || date, CASE
  WHEN pairs.id IS NULL THEN 'unknown-pair'
  WHEN date NOT BETWEEN "start" AND coalesce(nullif("end", ''), '2013-06-06') THEN 'outside-pair'
  WHEN (SELECT number FROM cal WHERE day = date) IS NULL THEN 'bad-day'
  WHEN act NOT IN ('talk', 'attempt') THEN 'unknown-act' WHEN mode NOT IN ('face', 'phone', 'online', '') THEN 'unknown-mode'
  WHEN (SELECT bad FROM topics WHERE topics.topics = contacts.topics) THEN 'unknown-topic'
  WHEN minutes <> '' AND (typeof(minutes) <> 'integer' OR minutes < 0) THEN 'bad-number'
  WHEN entered <> '' AND (SELECT number FROM cal WHERE day = entered) IS NULL THEN 'bad-day'
  WHEN entered <> '' AND entered < date THEN 'entered-before'
  WHEN content = '' OR content GLOB pattern OR place GLOB pattern OR problem GLOB pattern OR next GLOB pattern OR "by" GLOB pattern
    OR length(CAST(content AS BLOB)) > 65536 THEN 'bad-text'
  END AS code FROM contacts, control LEFT JOIN pairs ON pairs.id = pair WHERE code IS NOT NULL
UNION ALL
SELECT 'contacts', pair || '@' || date, 'bad-sequence' FROM contacts GROUP BY pair, date
HAVING min(n) < 1 OR max(n) <> count(*) OR count(DISTINCT n) <> count(*)
UNION ALL
SELECT 'forms', pair || '@' || month, CASE
  WHEN pairs.id IS NULL THEN 'unknown-pair' WHEN month || '-01' IS NOT date(month || '-01') THEN 'bad-month'
  WHEN substr("start", 1, 7) > month OR substr(coalesce(nullif("end", ''), '2013-06-06'), 1, 7) < month THEN 'not-active'
  WHEN received IS NOT date(received) OR received < month THEN 'received-before' WHEN review NOT IN ('passed', 'returned', '') THEN 'unknown-word'
  WHEN reviewed <> '' AND (reviewed IS NOT date(reviewed) OR reviewed < received OR review = '') THEN 'reviewed-before'
  WHEN score <> '' AND (typeof(score) = 'text' OR score NOT BETWEEN 0 AND 100) THEN 'bad-number'
  WHEN comment GLOB pattern OR "by" GLOB pattern THEN 'bad-text'
  END AS code FROM forms, control LEFT JOIN pairs ON pairs.id = pair WHERE code IS NOT NULL
UNION ALL
SELECT 'forms', pair || '@' || month, 'bad-sequence' FROM forms GROUP BY pair, month
HAVING min(n) < 1 OR max(n) <> count(*) OR count(DISTINCT n) <> count(*);
